import { clusterWorkflowId, hostWorkflowId } from '../../src/domain/ids.js';
import { pauseRunUpdate, resumeRunUpdate, unitStatusQuery } from '../../src/workflows/messages.js';
import type { collectDiagnosis } from '../../src/workflows/collect-diagnosis.js';
import type { planUpgrade, surveyEstate } from '../../src/workflows/survey-estate.js';
import { eventually } from '../support/eventually.js';
import { SHARED_QUEUE } from '../support/shared-orchestration.js';
import type { RunDriver } from '../support/run-harness.js';
import { VC_NEW } from '../support/stub-world.js';
import type { StubEstate } from '../support/stub-estate.js';
import {
  abort,
  approveThrough,
  approveUntil,
  client,
  ends,
  gateOpen,
  onceOn,
  parked,
  request,
  waitingFor,
} from './driving.js';
import { ATTESTATION_SCENARIOS } from './attestation-scenarios.js';
import { RECOVERED, RECOVERED_WITHIN, RECOVERY_LEFT } from './recovery-scenario.js';
import { EVERY, HOST, NEW, ROLLS, RUN, SEVEN, SMALL, TWO, type Scenario } from './scenario.js';
import { HOLDING_SCENARIOS } from './holding-scenarios.js';
import { OPERATION_SCENARIOS } from './operation-scenarios.js';
import { RETIRING_SCENARIOS } from './retiring-scenarios.js';
import { TROUBLE_SCENARIOS } from './trouble-scenarios.js';

/**
 * What stored histories show, by the name in their files' names. A new one is an entry here; then
 * `npm run histories -- NAME` records it.
 */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  ...TROUBLE_SCENARIOS,
  ...HOLDING_SCENARIOS,
  ...ATTESTATION_SCENARIOS,
  ...OPERATION_SCENARIOS,
  ...RETIRING_SCENARIOS,
  recovered: RECOVERED,
  'recovered-within': RECOVERED_WITHIN,
  'recovery-left': RECOVERY_LEFT,
  whole: {
    saves: EVERY,
    shape: { taHosts: 2, clusters: { AQB: 2 } },
    drive: (run) => run.approveAll(),
  },
  /** Before tier 1 and tier 2, and after the import. */
  'both-sides-archived': {
    saves: ['upgradeVCenter', 'rollTrustAuthorityHosts', 'qualifyBaseImage'],
    shape: SMALL,
    drive: (run) => run.approveAll(),
  },
  rejected: { saves: [RUN], shape: SMALL, drive: (run) => ends(run, run.decide('begin', 'rejected')) },
  'parked-aborted': {
    saves: [RUN, 'upgradeVCenter', 'rollTrustAuthorityHosts', HOST],
    shape: SMALL,
    trouble: () => onceOn('ta-1'),
    drive: async (run) => {
      await approveThrough(run, 'after/authority-vcenter');
      await parked(run, 'ta-1');
      await ends(run, abort(run));
    },
  },
  'continued-as-new': {
    saves: EVERY,
    shape: TWO,
    input: { continueAfterEachHost: true },
    drive: (run) => run.approveAll(),
  },
  /** The runs before each continue-as-new too. */
  'continued-rolls': {
    saves: ROLLS,
    shape: TWO,
    input: { continueAfterEachHost: true },
    drive: (run) => run.approveAll(),
  },
  survey: {
    saves: ['surveyEstate'],
    shape: SMALL,
    drive: async (run) => {
      const workflowId = `survey/${run.estate.name}/1`;
      await client(run).execute<typeof surveyEstate>('surveyEstate', {
        workflowId,
        taskQueue: SHARED_QUEUE,
        args: [{ estate: run.estate }],
      });
      await ends(run, abort(run));
      return workflowId;
    },
  },
  diagnosis: {
    saves: ['collectDiagnosis'],
    shape: SMALL,
    drive: async (run) => {
      const workflowId = `diagnose/${run.estate.name}/1`;
      await client(run).execute<typeof collectDiagnosis>('collectDiagnosis', {
        workflowId,
        taskQueue: SHARED_QUEUE,
        args: [{ estate: run.estate, host: 'a-1' }],
      });
      await ends(run, abort(run));
      return workflowId;
    },
  },
  'plan-leaving': {
    saves: ['planUpgrade'],
    shape: SMALL,
    drive: async (run) => {
      const workflowId = `plan/${run.estate.name}/1`;
      const { estate } = run;
      const request = { ...run.request, vcenterVersion: '9.0.0.00000' };
      await client(run).execute<typeof planUpgrade>('planUpgrade', {
        workflowId,
        taskQueue: SHARED_QUEUE,
        args: [{ estate, estateHash: 'x', request, requestedBy: 'ina' }],
      });
      await ends(run, abort(run));
      return workflowId;
    },
  },
  plan: {
    saves: ['planUpgrade'],
    shape: SMALL,
    drive: async (run) => {
      const workflowId = `plan/${run.estate.name}/1`;
      const { estate, request } = run;
      const args = { estate, estateHash: 'x', request, requestedBy: 'ina' };
      await client(run).execute<typeof planUpgrade>('planUpgrade', {
        workflowId,
        taskQueue: SHARED_QUEUE,
        args: [args],
      });
      await ends(run, abort(run));
      return workflowId;
    },
  },
  'operator-vcenter': {
    saves: ['upgradeVCenter'],
    shape: SEVEN,
    drive: (run, stub) => upgradedByHand(run, stub, waitingFor),
  },
  'operator-vcenter-overdue': {
    saves: [RUN, 'upgradeVCenter'],
    shape: SEVEN,
    // Twelve hours in two seconds.
    input: { timeScale: 21_600 },
    drive: (run, stub) => upgradedByHand(run, stub, parked),
  },
  'operator-vcenter-aborted': {
    saves: [RUN, 'upgradeVCenter'],
    shape: SEVEN,
    drive: async (run) => {
      await approveThrough(run, 'begin');
      await waitingFor(run, 'ta-vc');
      await ends(run, abort(run));
    },
  },
  /** The vCenter is at rest before people are asked. */
  'operator-vcenter-checked': {
    saves: ['upgradeVCenter'],
    shape: SEVEN,
    drive: (run, stub) => upgradedByHand(run, stub, waitingFor),
  },
  /** A trusted cluster has diverged after the upgrade of its vCenter, in linked mode. */
  'diverged-cluster': {
    saves: [RUN, 'upgradeVCenter'],
    shape: { ...SMALL, linkedMode: 'sites' },
    drive: async (run, stub) => {
      stub.applied['A'] = 'ERROR';
      await approveThrough(run, 'remediate-trust/wl-vc/A');
      await gateOpen(run, 'after/trusted-vcenters');
      await ends(run, run.decide('after/trusted-vcenters', 'rejected'));
    },
  },
  'trusted-hosts-by-hand': {
    saves: ['rollTrustedCluster', HOST],
    host: 'a-1',
    shape: { ...SMALL, withoutImage: ['A'], request: { executors: { clusters: { A: 'iso' } } } },
    drive: (run) => run.approveAll(),
  },
  'supplied-image': {
    saves: ['qualifyBaseImage', HOST],
    host: 'a-1',
    shape: {
      ...SMALL,
      imageFiles: [{ version: NEW, hash: 'f'.repeat(64), bytes: 9, from: 'olga' }],
      request: { imageFile: 'f'.repeat(64) },
    },
    drive: (run) => run.approveAll(),
  },
  'operator-hosts': {
    saves: ['rollTrustAuthorityHosts', HOST],
    host: 'ta-1',
    shape: { ...SMALL, taImage: false },
    drive: async (run) => {
      await approveThrough(run, 'after/authority-vcenter');
      await gateOpen(run, 'after/authority-hosts');
      await ends(run, run.decide('after/authority-hosts', 'rejected'));
    },
  },
  'confirmed-full-boot': {
    saves: [HOST],
    host: 'a-1',
    shape: SMALL,
    trouble: () => ({ bootsUnseen: (host) => host === 'a-1' }),
    drive: (run) => run.approveAll(),
  },
  'unconfirmed-full-boot': {
    saves: ['rollTrustedCluster', 'qualifyBaseImage', HOST],
    host: 'a-1',
    shape: SMALL,
    trouble: () => ({ bootsUnseen: (host) => host === 'a-1' }),
    drive: async (run) => {
      await approveUntil(run, 'confirm-full-boot/wl-vc/a-1');
      await ends(run, run.decide('confirm-full-boot/wl-vc/a-1', 'rejected'));
    },
  },
  'image-by-hand': {
    saves: ['qualifyBaseImage'],
    shape: SMALL,
    trouble: () => ({ exportRefused: () => 'a-1 gives it to nobody' }),
    drive: async (run, stub) => {
      await approveThrough(run, 'after/trusted-vcenters');
      await eventually('the parked export', async () => (await run.status()).state === 'needs-operator');
      stub.importByHand(NEW);
      await run.approveAll();
    },
  },
  'image-rejected': {
    saves: [RUN, 'rollTrustedCluster', 'qualifyBaseImage', HOST],
    host: 'a-1',
    shape: SMALL,
    drive: async (run) => {
      await approveUntil(run, `trust-image/${NEW}`);
      await ends(run, run.decide(`trust-image/${NEW}`, 'rejected'));
    },
  },
  /** Two words about a pause while a cluster is under way: each is told in its turn. */
  'paused-twice': {
    saves: [RUN, 'rollTrustedCluster'],
    shape: TWO,
    drive: async (run) => {
      await approveUntil(run, 'cluster/wl-vc/domain-A');
      await run.handle.executeUpdate(pauseRunUpdate, { args: [{ ...request('p1'), pause: 'next-step' }] });
      await run.handle.executeUpdate(pauseRunUpdate, { args: [{ ...request('p2'), pause: 'safe-point' }] });
      await run.handle.executeUpdate(resumeRunUpdate, { args: [request('r1')] });
      await eventually('the run to go on', async () => (await run.status()).pausedBy === undefined);
      await run.approveAll();
    },
  },
  'paused-resumed': {
    saves: [RUN, 'rollTrustedCluster'],
    shape: TWO,
    drive: async (run) => {
      await approveUntil(run, 'cluster/wl-vc/domain-A');
      await run.handle.executeUpdate(pauseRunUpdate, { args: [request('p1')] });
      await run.decide('cluster/wl-vc/domain-A', 'approved');
      const cluster = clusterWorkflowId(run.estate.name, { vcenter: 'wl-vc', moid: 'domain-A' });
      await eventually('the paused cluster', async () => {
        const { waitingOn } = await client(run).getHandle(cluster).query(unitStatusQuery);
        return waitingOn?.kind === 'paused';
      });
      await run.handle.executeUpdate(resumeRunUpdate, { args: [request('r1')] });
      await run.approveAll();
    },
  },
  'aborted-at-trusted-vcenters': {
    saves: [RUN],
    shape: SMALL,
    drive: async (run) => {
      await approveUntil(run, 'after/trusted-vcenters');
      await ends(run, abort(run));
    },
  },
  'aborted-between-hosts': {
    saves: [RUN, 'rollTrustedCluster'],
    shape: TWO,
    drive: async (run) => {
      await approveUntil(run, 'cluster/wl-vc/domain-A');
      await ends(run, abort(run));
    },
  },
  'parked-healed': {
    saves: ['rollTrustAuthorityHosts', HOST],
    shape: SMALL,
    trouble: () => onceOn('ta-1'),
    drive: async (run, stub) => {
      await approveThrough(run, 'after/authority-vcenter');
      await parked(run, 'ta-1');
      const host = stub.hosts.get('ta-1');
      if (host !== undefined) Object.assign(host, { version: NEW, measured: NEW, boots: host.boots + 1 });
      await gateOpen(run, 'after/authority-hosts');
      await ends(run, run.decide('after/authority-hosts', 'rejected'));
    },
  },
  cancelled: {
    saves: [RUN, 'rollTrustAuthorityHosts', HOST],
    shape: SMALL,
    trouble: () => onceOn('ta-1'),
    drive: async (run) => {
      await approveThrough(run, 'after/authority-vcenter');
      await parked(run, 'ta-1');
      await run.handle.cancel();
      await run.handle.result().catch(() => undefined);
    },
  },
  'host-terminated': {
    saves: [RUN, 'rollTrustAuthorityHosts'],
    shape: SMALL,
    trouble: () => onceOn('ta-1'),
    drive: async (run) => {
      await approveThrough(run, 'after/authority-vcenter');
      await parked(run, 'ta-1');
      const id = hostWorkflowId(run.estate.name, { vcenter: 'ta-vc', moid: 'host-ta-1' });
      await client(run).getHandle(id).terminate('for a history');
      await run.handle.result();
    },
  },
};

/** People upgrade the Trust Authority vCenter once they are asked, or overdue; the run ends at the gate behind it. */
async function upgradedByHand(run: RunDriver, stub: StubEstate, asked: typeof waitingFor): Promise<void> {
  await approveThrough(run, 'begin');
  await asked(run, 'ta-vc');
  stub.versions['ta-vc'] = VC_NEW;
  await gateOpen(run, 'after/authority-vcenter');
  await ends(run, run.decide('after/authority-vcenter', 'rejected'));
}
