import type { LimitsChange } from '../../src/domain/model/limits.js';
import { changeLimitsUpdate, hostParkedSignal } from '../../src/workflows/messages.js';
import { eventually } from './eventually.js';
import type { RunDriver } from './run-harness.js';
import type { StubEstate } from './stub-estate.js';

export const most = (n: number) => ({ concurrency: { perCluster: n, perVCenter: n, global: n } });

/** Hosts that were taken into maintenance mode, in order. */
export const entered = (stub: StubEstate): string[] =>
  stub.effects.filter((effect) => effect.startsWith('enter ')).map((effect) => effect.slice('enter '.length));

export const untilEntered = (stub: StubEstate, ...hosts: string[]) =>
  eventually(`${hosts.join(', ')} to begin`, async () => hosts.every((host) => entered(stub).includes(host)));

/** Approves gates until this one, which it leaves open unless told to approve it too. */
export async function approveUntil(run: RunDriver, gate: string, also = true): Promise<void> {
  for (;;) {
    const open = await run.openGate();
    if (open !== gate || also) await run.decide(open, 'approved');
    if (open === gate) return;
  }
}

let changes = 0;
export async function change(run: RunDriver, more: Partial<LimitsChange>) {
  const id = `change-${++changes}`;
  const args: [LimitsChange] = [{ id, by: 'olga', reason: 'test', planHash: run.planHash, ...more }];
  return run.handle.executeUpdate(changeLimitsUpdate, { args, updateId: id });
}

/** People do not talk without a breath, in milliseconds; a history ends in one. */
const BREATH_MS = 200;

/** Changes something of no weight until this workflow has a new history. */
export async function untilContinued(
  run: RunDriver,
  workflow: { describe(): Promise<{ readonly runId: string }> },
): Promise<void> {
  const { runId } = await workflow.describe();
  const talk = async (): Promise<boolean> => {
    const count = 10 + (++changes % 50);
    await change(run, { failureBudget: { authority: { count, percent: 0 } } });
    return (await workflow.describe()).runId !== runId;
  };
  await eventually('a new history', talk, 60_000, BREATH_MS);
}

/** The workflow that rolls this cluster of the trusted side. */
export const rollOf = (run: RunDriver, cluster = 'A') =>
  run.handle.client.getHandle(`${run.handle.workflowId}/cluster/wl-vc/domain-${cluster}`);

/** A host's workflow tells that it is parked, or goes on. */
export const park = (run: RunDriver, stub: StubEstate, host: string, failureClass?: string) => {
  const found = stub.hosts.get(host);
  if (found === undefined) throw new Error(`no host ${host}`);
  const parked = failureClass !== undefined;
  return rollOf(run, found.cluster.name).signal(hostParkedSignal, {
    host: found.ref,
    parked,
    ...(parked ? { failureClass } : {}),
  });
};
