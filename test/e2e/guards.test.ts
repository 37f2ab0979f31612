import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Run } from '../../src/cli/client/types.js';
import { imageDatabaseOf } from '../../src/lab/world/image-database.js';
import { startStack, type Stack } from '../support/e2e.js';
import { NEW, OLD, type TestEstate } from '../support/e2e-estate.js';
import { applied, isEntering } from '../support/e2e-journal.js';

const OLDER = '8.0.1-21495797';
type Waiting = Run['waitingOn'][number];

describe('what holds a host until it is in order', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
  });

  /** Waits for the reason; answers it. */
  async function reason(estate: TestEstate, run: string, rule: string, have: RegExp): Promise<Waiting> {
    const fits = (why: Waiting): boolean => why.rule === rule && have.test(`${why.subject}: ${why.have}`);
    const status = await estate.untilStatus(run, `${rule} ${have}`, ({ waitingOn }) => waitingOn.some(fits));
    return status.waitingOn.find(fits) as Waiting;
  }
  /** An administrator disconnects the host, for the first time. */
  async function disconnected(estate: TestEstate, host: string): Promise<void> {
    await estate.act({ do: 'disconnect', host });
    await estate.until(`${host} away`, ({ effect, subject, detail }) => {
      return effect === 'host.connection' && subject === host && detail['state'] === 'disconnected';
    });
  }

  it('DG-7, DG-11, INV-4, INV-5: no TA host is begun while one of all these is not in order; each is named', async () => {
    const estate = await stack.startEstate({
      done: 'vcenters',
      trustedHosts: 2,
      reportLifetimeSeconds: 3_600,
    });
    const run = await estate.start();
    await estate.act({ do: 'import-image', host: 'ta-esx1', version: OLDER });
    await estate.until('its import', ({ effect, detail }) => {
      return effect === 'image.imported' && detail['version'] === OLDER;
    });
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);

    const file = await reason(estate, run, 'DG-11', /no file of base image 8\.0\.1/);
    expect(file.youMay.map(({ what }) => what).join()).toMatch(/boot_imgdb\.tgz/);
    const heals: (() => Promise<void>)[] = [];
    for (const fault of [
      { kind: 'service-unhealthy', target: 'ta-esx2', service: 'kmxd' },
      { kind: 'ta-host-drift', target: 'ta-esx2' },
      { kind: 'never-attests', target: 'prod-esx1' },
    ] as const) {
      const { id } = await estate.fault(fault);
      heals.push(() => estate.endFault(id));
    }
    for (const taHost of ['ta-esx1', 'ta-esx2']) {
      await estate.until(`a host that ${taHost} does not attest any more`, (line) => {
        return (
          line.effect === 'host.unattested' &&
          line.subject === 'prod-esx1' &&
          line.detail['taHost'] === taHost
        );
      });
    }
    await estate.act({ do: 'disconnect', host: 'ta-esx2' });
    await stack.operator.api.uploadImage(estate.name, imageDatabaseOf(OLDER), OLDER);
    await reason(estate, run, 'DG-7', /ta-esx2 is (disconnected|notResponding)/);
    await estate.act({ do: 'reconnect', host: 'ta-esx2' });
    await reason(estate, run, 'DG-7', /key provider service (WARNING|ERROR)/);
    await heals[0]?.();
    await reason(estate, run, 'INV-5', /TPM attestation settings: health ERROR/);
    await heals[1]?.();
    await reason(estate, run, 'DG-7', /1 trusted host not attested: prod-esx1/);
    expect(applied(await estate.journal())).toEqual([]);
    await heals[2]?.();

    expect(await ended).toMatchObject({ state: 'succeeded' });
    const journal = await estate.journal();
    expect(applied(journal)).toEqual(['prod-esx1', 'prod-esx2', 'ta-esx1', 'ta-esx2']);
    const report = await estate.referee();
    expect(report).toMatchObject({ violations: [], unknown: [] });
  });

  it('DG-2, DG-3, DG-4, DG-6, DG-8, DG-15, DG-16: from the test host to the last one, under Quick Boot', async () => {
    const estate = await stack.startEstate({
      done: 'authority',
      trustedHosts: 2,
      quickBoot: true,
      disablesAdmissionControl: true,
    });
    const run = await estate.start();
    for (const gate of ['begin', 'after/authority-vcenter', 'after/trusted-vcenters']) {
      await estate.approve(run, gate);
    }

    await estate.approve(run, 'admission-control/', async () => {
      expect((await estate.journal()).filter(({ effect }) => isWork(effect))).toEqual([]);
    });
    await estate.approve(run, `trust-image/${NEW}`, () => disconnected(estate, 'ta-esx2'));
    await reason(estate, run, 'DG-15', /ta-esx2: 1 of 2 TA hosts connected/);
    expect((await estate.journal()).some(({ effect }) => effect === 'image.import.requested')).toBe(false);
    await estate.act({ do: 'reconnect', host: 'ta-esx2' });

    await estate.approve(run, 'cluster/', async () => {
      await estate.act({ do: 'disconnect', host: 'ta-esx2' });
      await disconnected(estate, 'ta-esx1');
    });
    // Nothing of the Trust Authority can be read then; who is away is known, and nothing is begun.
    await reason(estate, run, 'DG-8', /0 of 2 TA hosts in service/);
    expect((await estate.journal()).some(isEntering('prod-esx2'))).toBe(false);
    for (const host of ['ta-esx1', 'ta-esx2']) await estate.act({ do: 'reconnect', host });

    const ended = await estate.approveToEnd(run);
    expect(ended).toMatchObject({ state: 'succeeded' });
    const hosts = await stack.operator.api.hosts(run);
    const versions = hosts.map(({ host, installedAfter, measuredAfter }) => [
      host.name,
      installedAfter,
      measuredAfter,
    ]);
    expect(versions).toEqual([
      ['prod-esx1', NEW, NEW],
      ['prod-esx2', NEW, OLD],
    ]);
    const journal = await estate.journal();
    const policies = journal.filter(({ effect }) => effect === 'cluster.policy.written');
    expect(policies.length).toBeGreaterThan(1);
    expect(policies.at(-1)?.detail['after']).toEqual(policies[0]?.detail['before']);
    // As it was approved.
    for (const { detail } of policies) expect(detail['after']).toMatchObject({ disable_hac: true });
    expect(await estate.referee()).toMatchObject({ violations: [], unknown: [] });
  });

  it('ATT-1, ATT-2, ATT-3, ATT-4, ATT-5: a host whose image is gone when it comes back', async () => {
    const estate = await stack.startEstate({ done: 'authority', trustedHosts: 2 });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    await estate.until('its boot', ({ effect, subject }) => {
      return effect === 'host.reboot' && subject === 'prod-esx2';
    });
    await estate.act({ do: 'remove-image', host: 'ta-esx1', version: NEW });

    const why = await reason(estate, run, 'ATT-1', /BASE_IMAGE_MISSING: prod-esx2 attests with 8\.0\.3/);
    expect(why).toMatchObject({ kind: 'base-image-missing', subject: NEW });
    expect(why.have).toMatch(/expected on a new version.*no VM can be encrypted on this host/);
    expect(why.youMay.map(({ what }) => what).join()).toMatch(/FIX-1.*FIX-2.*FIX-3/);
    const parked = await estate.untilStatus(run, 'a decision', ({ state }) => state === 'needs-operator');
    const [parking] = parked.parkings ?? [];
    expect(parking).toMatchObject({ subject: 'prod-esx2' });
    expect(parking?.messages.join('\n')).toMatch(/20\d\d-.*attest/i);
    expect(JSON.stringify(parking)).toMatch(/kmxa\.log.*attestd\.log/s);
    const left = ({ effect, subject }: { effect: string; subject: string }): boolean =>
      effect === 'host.maintenance.exited' && subject === 'prod-esx2';
    const before = await estate.journal();
    expect(before.some(left)).toBe(false);
    expect(
      before.filter(({ effect, subject }) => effect === 'host.reboot' && subject === 'prod-esx2'),
    ).toHaveLength(1);

    await estate.act({ do: 'import-image', host: 'prod-esx2' });
    expect(await ended).toMatchObject({ state: 'succeeded' });
    const journal = await estate.journal();
    const attested = journal.findLastIndex(({ effect, subject, detail }) => {
      return effect === 'host.attested' && subject === 'prod-esx2' && detail['version'] === NEW;
    });
    expect(attested).toBeGreaterThan(journal.findLastIndex(({ effect }) => effect === 'image.imported'));
    expect(journal.findLastIndex(left)).toBeGreaterThan(-1);
    await estate.untilEvent(run, 'the report', ({ subject, text }) => {
      return subject === 'prod-esx2' && /attested at 20\S+, valid until 20/.test(text);
    });
    expect(await estate.referee()).toMatchObject({ unknown: [] });
  });
});

const isWork = (effect: string): boolean =>
  /^(host|cluster)\.(maintenance|install|reboot|policy)/.test(effect);
