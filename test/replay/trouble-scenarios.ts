import { ApplicationFailure } from '@temporalio/common';
import { clusterWorkflowId, hostWorkflowId } from '../../src/domain/ids.js';
import type { HostRef } from '../../src/domain/model/inventory.js';
import { pauseRunUpdate, resumeRunUpdate, unitStatusQuery } from '../../src/workflows/messages.js';
import { eventually } from '../support/eventually.js';
import { createLatches } from '../support/latch.js';
import { change, most, untilContinued } from '../support/rolling.js';
import type { RunDriver } from '../support/run-harness.js';
import type { StubEstate } from '../support/stub-estate.js';
import { abort, approveThrough, approveUntil, client, ends, gateOpen, onceOn, request } from './driving.js';
import { HOST, RUN, SMALL, type Scenario } from './scenario.js';

/** Runs in which something fails, is away or is changed by others, and what people then decide. */
export const TROUBLE_SCENARIOS: Readonly<Record<string, Scenario>> = {
  /** Every word about a parked host but "skip": the last one is obeyed once the cause is gone. */
  decided: {
    saves: [HOST],
    host: 'ta-1',
    shape: SMALL,
    trouble: () => onceOn('ta-1'),
    drive: async (run, stub) => {
      await run.untilParked('ta-1');
      await run.settle('ta-1', 'verify');
      await parkedAgain(run, 'no space');
      await run.settle('ta-1', 'take-over');
      await parkedAgain(run, 'in the hands of olga: a test');
      await run.settle('ta-1', 'give-back');
      await parkedAgain(run, 'no space');
      await run.settle('ta-1', 'retry-from', { from: 'evacuation' });
      await parkedAgain(run, 'no space');
      delete stub.trouble.remediationFails;
      await run.settle('ta-1', 'retry');
      await rejectAfterHosts(run);
    },
  },
  /** Guards are asked before the step that is done again. */
  'retried-guarded': {
    saves: [HOST],
    host: 'ta-1',
    shape: SMALL,
    trouble: () => onceOn('ta-1'),
    drive: async (run, stub) => {
      await run.untilParked('ta-1');
      delete stub.trouble.remediationFails;
      await run.settle('ta-1', 'retry');
      await rejectAfterHosts(run);
    },
  },
  /** A skipped Trust Authority host holds its tier; approved, the next one waits until the first is in service. */
  'skipped-held': {
    saves: [RUN, 'rollTrustAuthorityHosts', HOST],
    shape: SMALL,
    trouble: () => onceOn('ta-1'),
    drive: async (run, stub) => {
      await run.untilParked('ta-1');
      await run.settle('ta-1', 'skip');
      await approveThrough(run, 'hold/authority-hosts');
      await waitsFor(run, 'ta-host-unavailable');
      const host = stub.hosts.get('ta-1');
      if (host !== undefined) host.inMaintenance = false;
      await rejectAfterHosts(run);
    },
  },
  /** A trusted vCenter has lost its registrations behind the upgrade of the Trust Authority vCenter. */
  'links-after-the-authority': {
    saves: ['upgradeVCenter'],
    shape: SMALL,
    trouble: () => ({ registered: () => [] }),
    drive: async (run, stub) => {
      await approveThrough(run, 'begin');
      await waitsFor(run, 'operator-decision');
      delete stub.trouble.registered;
      await gateOpen(run, 'after/authority-vcenter');
      await ends(run, run.decide('after/authority-vcenter', 'rejected'));
    },
  },
  'vcenter-busy-parked': {
    saves: ['upgradeVCenter'],
    shape: SMALL,
    trouble: () => ({ backupFails: (name) => (name === 'ta-vc' ? 'the server is full' : undefined) }),
    drive: async (run, stub) => {
      stub.tasks['ta-vc'] = [aTask];
      await approveThrough(run, 'begin');
      await waitsFor(run, 'foreign-activity');
      stub.tasks['ta-vc'] = [];
      await run.untilParked('ta-vc');
      delete stub.trouble.backupFails;
      await run.settle('ta-vc', 'retry-from', { from: 'backup' });
      await gateOpen(run, 'after/authority-vcenter');
      await ends(run, run.decide('after/authority-vcenter', 'rejected'));
    },
  },
  /** Away while it installs, and back before it has finished. */
  'vcenter-returns': {
    saves: ['upgradeVCenter'],
    shape: SMALL,
    trouble: () => {
      const tells = [{ state: 'away', problem: 'connect ECONNREFUSED' }, { state: 'back' }] as const;
      let told = 0;
      return { installTells: () => tells[told++] };
    },
    drive: async (run) => {
      await approveThrough(run, 'begin');
      await gateOpen(run, 'after/authority-vcenter');
      await ends(run, run.decide('after/authority-vcenter', 'rejected'));
    },
  },
  'aborted-at-begin': {
    saves: [RUN],
    shape: SMALL,
    drive: async (run) => {
      await gateOpen(run, 'begin');
      await ends(run, abort(run));
    },
  },
  /** Limits are changed at the first gate too: nothing is under way that has to be told. */
  'resumed-changed': {
    saves: [RUN],
    shape: { taHosts: 2, clusters: { A: 3 } },
    drive: async (run, stub) => {
      await gateOpen(run, 'begin');
      await change(run, { ...most(2), order: [{ cluster: 'A', hosts: ['a-3'] }] });
      await run.handle.executeUpdate(pauseRunUpdate, { args: [request('p1')] });
      const host = stub.hosts.get('a-1');
      if (host !== undefined) host.boots++;
      await run.handle.executeUpdate(resumeRunUpdate, { args: [request('r1')] });
      await eventually('the difference', async () => isOpen(run, 'resume/1'));
      await run.decide('resume/1', 'approved');
      await eventually('the run to go on', async () => (await run.status()).pausedBy === undefined);
      await ends(run, run.decide('begin', 'rejected'));
    },
  },
  'guards-again': {
    saves: [HOST],
    host: 'ta-1',
    shape: SMALL,
    drive: async (run, stub) => {
      const release = await heldInEvacuation(run, stub);
      stub.trouble.attests = (name) => name !== 'a-1';
      release();
      await waitsFor(run, 'trusted-host-unattested');
      delete stub.trouble.attests;
      await rejectAfterHosts(run);
    },
  },
  /** A guard that does not pass by itself: parked after its limit of 45 minutes, a second here. */
  'guard-parked': {
    saves: [HOST],
    host: 'ta-1',
    shape: SMALL,
    input: { timeScale: 2_160 },
    drive: async (run, stub) => {
      await gateOpen(run, 'begin');
      stub.trouble.attests = (name) => name !== 'a-1';
      await run.untilParked('ta-1');
      delete stub.trouble.attests;
      await run.settle('ta-1', 'verify');
      await rejectAfterHosts(run);
    },
  },
  'paused-between-steps': {
    saves: [HOST],
    host: 'ta-1',
    shape: SMALL,
    drive: async (run, stub) => {
      const release = await heldInEvacuation(run, stub);
      const pause = { ...request('p1'), pause: 'next-step' as const };
      await run.handle.executeUpdate(pauseRunUpdate, { args: [pause] });
      release();
      const upgrade = client(run).getHandle(hostWorkflowId(run.estate.name, TA_1));
      await eventually('the pause', async () => {
        const { waitingOn } = await upgrade.query(unitStatusQuery);
        return waitingOn?.kind === 'paused';
      });
      await run.handle.executeUpdate(resumeRunUpdate, { args: [request('r1')] });
      await rejectAfterHosts(run);
    },
  },
  /** Two calls of twelve hours each find nobody; the third does. */
  'vcenter-away': {
    saves: [HOST],
    host: 'ta-1',
    shape: SMALL,
    trouble: () => ({ remediationRefused: () => away }),
    input: { timeScale: 2_160 },
    drive: async (run, stub) => {
      await approveThrough(run, 'after/authority-vcenter');
      await startsOfRemediation(run, 4);
      delete stub.trouble.remediationRefused;
      await rejectAfterHosts(run);
    },
  },
  'vcenter-away-aborted': {
    saves: [HOST],
    host: 'ta-1',
    shape: SMALL,
    trouble: () => ({ remediationRefused: () => away }),
    drive: async (run) => {
      await approveThrough(run, 'after/authority-vcenter');
      await startsOfRemediation(run, 2);
      await ends(run, abort(run));
    },
  },
  'several-at-once': {
    saves: ['rollTrustedCluster', HOST],
    host: 'a-3',
    shape: { taHosts: 2, clusters: { A: 3 } },
    input: { limits: most(2) },
    drive: async (run) => {
      await approveUntil(run, 'cluster/wl-vc/domain-A');
      await change(run, { order: [{ cluster: 'A', hosts: ['a-3'] }] });
      await run.approveAll();
    },
  },
  /** With a gate open, and with a vCenter, a roll and its host under way, which an abort reaches all the same. */
  'continued-in-hand': {
    saves: [RUN, 'rollTrustAuthorityHosts'],
    shape: SMALL,
    input: { continueAfterEvents: 60 },
    drive: async (run, stub) => {
      const release = await heldInEvacuation(run, stub);
      const roll = clusterWorkflowId(run.estate.name, { vcenter: 'ta-vc', moid: 'domain-TA' });
      await untilContinued(run, client(run).getHandle(roll));
      await untilContinued(run, run.handle);
      await abort(run);
      release();
      await run.handle.result();
    },
  },
};

const TA_1: HostRef = { vcenter: 'ta-vc', moid: 'host-ta-1', name: 'ta-1' };
const away = ApplicationFailure.retryable('connect ECONNREFUSED', 'passing');
const aTask = {
  id: 'task-9',
  operation: 'HostSystem.reboot',
  entity: { type: 'HostSystem', moid: 'host-ta-1', name: 'ta-1' },
  user: 'VSPHERE.LOCAL\\ana',
};

const isOpen = async (run: RunDriver, gate: string): Promise<boolean> =>
  (await run.status()).gates.some(({ id, state }) => id === gate && state === 'open');

async function rejectAfterHosts(run: RunDriver): Promise<void> {
  await gateOpen(run, 'after/authority-hosts');
  await ends(run, run.decide('after/authority-hosts', 'rejected'));
}

async function parkedAgain(run: RunDriver, problem: string): Promise<void> {
  await eventually(`parked: ${problem}`, async () =>
    (await run.status()).parkings?.some((one) => one.problem === problem && one.decided === undefined),
  );
}

async function waitsFor(run: RunDriver, kind: string): Promise<void> {
  await eventually(kind, async () => (await run.status()).waitingOn.some((why) => why.kind === kind));
}

/** ta-1 on its way into maintenance mode; answers what lets it go on. */
async function heldInEvacuation(run: RunDriver, stub: StubEstate): Promise<() => void> {
  const latches = createLatches();
  latches.hold('evacuation ta-1');
  stub.trouble.holds = latches.holds;
  await approveThrough(run, 'after/authority-vcenter');
  await latches.reached('evacuation ta-1');
  return () => latches.release('evacuation ta-1');
}

/** Each start is one call of the workflow, however often Temporal repeats it. */
async function startsOfRemediation(run: RunDriver, count: number): Promise<void> {
  const upgrade = client(run).getHandle(hostWorkflowId(run.estate.name, TA_1));
  await eventually(
    `${count} calls`,
    async () => {
      const { events } = await upgrade.fetchHistory().catch(() => ({ events: [] }));
      const calls = (events ?? []).filter(
        ({ activityTaskScheduledEventAttributes: one }) => one?.activityType?.name === 'startRemediation',
      );
      return calls.length === count;
    },
    120_000,
    250,
  );
}
