import { expect } from '@jest/globals';
import type { AssumptionName } from '../../src/lab/topology/assumptions.js';
import { NEW, OLD, type TestEstate } from './e2e-estate.js';
import type { EstateOptions } from './e2e-topology.js';

/** What happens to an estate while its upgrade runs, so that the alternative matters, and what must be seen of it. */
export interface Scenario {
  readonly options?: EstateOptions;
  /** Before the run begins. */
  readonly before?: (estate: TestEstate) => Promise<void>;
  /** While it runs; settled before the end is judged. */
  readonly during?: (estate: TestEstate, run: string) => Promise<void>;
  /** After its good end. */
  readonly after?: (estate: TestEstate, run: string) => Promise<void>;
}

const LAST = 'prod-esx2';
const small: EstateOptions = { done: 'authority', trustedHosts: 2 };
const quick: EstateOptions = { ...small, quickBoot: true };

const needsOperator = (estate: TestEstate, run: string) =>
  estate.untilStatus(run, 'a parked host', ({ state }) => state === 'needs-operator');

/** The last host was quick-booted: it runs the new version and attests with the old one. */
async function quickBooted(estate: TestEstate, run: string): Promise<void> {
  const hosts = await estate.operator.api.hosts(run);
  expect(hosts.find(({ host }) => host.name === LAST)).toMatchObject({
    installedAfter: NEW,
    measuredAfter: OLD,
  });
}

/** Somebody cancels the evacuation; it is begun once more by itself, as often as the table of durations allows. */
const cancelled: Scenario = {
  // In half a minute of the lab nobody comes to cancel it on a busy machine.
  options: { ...small, enterMaintenanceSeconds: 1_500 },
  async during(estate) {
    await estate.until('the evacuation', ({ effect, subject }) => {
      return effect === 'host.maintenance.requested' && subject === LAST;
    });
    await estate.act({ do: 'cancel-task', host: LAST });
  },
  async after(estate) {
    const entries = (await estate.journal()).filter(
      ({ effect, subject }) => effect === 'host.maintenance.requested' && subject === LAST,
    );
    expect(entries.filter(({ detail }) => detail?.['direction'] !== 'exit')).toHaveLength(2);
  },
};

/** The host comes back on its old boot bank; the reason is shown; somebody applies the image again. */
const failedApply: Scenario = {
  before: async (estate) => void (await estate.fault({ kind: 'boot-old-bank', target: LAST })),
  async during(estate, run) {
    const { waitingOn } = await needsOperator(estate, run);
    expect(waitingOn[0]?.have).toMatch(/came back with|failed on prod-esx2/);
    await estate.act({ do: 'apply-image', host: LAST });
  },
};

/** A Trust Authority host goes away before the import is approved: nothing is imported until it is back. */
const absentTaHost: Scenario = {
  async during(estate, run) {
    // Before its apply the host's own guards would wait for the TA host.
    await estate.until('the first host', ({ effect }) => effect === 'host.reboot');
    await estate.act({ do: 'disconnect', host: 'ta-esx2' });
    await estate.untilStatus(run, 'the import that waits', ({ waitingOn }) => {
      return waitingOn.some(({ rule }) => rule === 'DG-15');
    });
    expect((await estate.journal()).some(({ effect }) => effect === 'image.import.requested')).toBe(false);
    await estate.act({ do: 'reconnect', host: 'ta-esx2' });
  },
};

/** Orders whose answer is lost are found again among the running tasks, by their operation. */
const lostAnswers: Scenario = {
  async before(estate) {
    for (const operation of [
      'POST /api/esx/settings/clusters/*action=apply*',
      'POST /api/vcenter/trusted-infrastructure/trust-authority-clusters/*/base-images*',
    ]) {
      await estate.fault({ kind: 'drop-answer-after-effect', operation });
    }
  },
  async after(estate) {
    const journal = await estate.journal();
    expect(journal.filter(({ effect }) => effect === 'fault.fired')).toHaveLength(2);
    expect(journal.filter(({ effect }) => effect === 'image.import.requested')).toHaveLength(1);
  },
};

const scenarios: { readonly [Name in AssumptionName]?: Scenario } = {
  bootEvents: { options: quick },
  bootTimeOnQuickBoot: { options: quick, after: quickBooted },
  operatorReboot: { options: quick, after: quickBooted },
  exportNotice: { options: quick, after: quickBooted },
  exportAfterQuickBoot: { options: quick, after: quickBooted },
  quickBootFallback: { options: { ...quick, trustedHosts: 3, withoutQuickBoot: 'prod-esx3' } },
  cancelledTask: cancelled,
  failedApply,
  taskError: failedApply,
  taskOperation: lostAnswers,
  importWithAbsentHost: absentTaHost,
  absentHostInQueries: absentTaHost,
  authorityImages: {
    options: { trustedHosts: 2 },
    async after(estate) {
      const byHand = (await estate.journal()).filter(({ effect, login }) => {
        return effect === 'host.reboot' && login === 'administrator@vsphere.local';
      });
      expect(byHand.map(({ subject }) => subject)).toEqual(['ta-esx1', 'ta-esx2']);
    },
  },
};

const byAlternative: Readonly<Record<string, Scenario>> = {
  'imageDownload=refused': {
    async after(estate) {
      const imports = (await estate.journal()).filter(({ effect }) => effect === 'image.import.requested');
      expect(imports.map(({ login }) => login)).toEqual(['administrator@vsphere.local']);
    },
  },
};

/** The scenario of `NAME=VALUE`; without one of its own an upgrade of the trusted side shows what there is to see. */
export function scenarioOf(alternative: string): Scenario & { readonly options: EstateOptions } {
  const [name = ''] = alternative.split('=');
  const scenario = byAlternative[alternative] ?? scenarios[name as AssumptionName] ?? {};
  return { options: small, ...scenario };
}
