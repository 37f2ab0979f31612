import { setHandler } from '@temporalio/workflow';
import { DEFAULT_LIMITS, type HostOrder, type LimitsChange } from '../domain/model/limits.js';
import { whyNotChangeLimits, withChange, type Refusal } from '../domain/rolling/index.js';
import { changeLimitsUpdate } from './messages.js';
import { refuse, type RunCore } from './operator-messages.js';
import { validating } from './understood.js';

/** What a change of limits needs to know of the rolls. */
export interface Limited {
  readonly clusters: Parameters<typeof whyNotChangeLimits>[2];
  /** Why the hosts cannot be taken in this order; null = they can. */
  whyNotOrder(id: string, order: HostOrder): Promise<string | null>;
  /** Tells every roll under way. */
  steer(): Promise<void>;
}

/** The Update by which people change concurrency, failure budgets and the order of hosts that wait. @rule ORD-8, INV-4 */
export function answerLimits(core: RunCore, rolls: Limited): void {
  const whyNot = (change: LimitsChange): Refusal | null =>
    whyNotChangeLimits(core.status, change, rolls.clusters);

  setHandler(
    changeLimitsUpdate,
    async (change: LimitsChange) => {
      if (core.status.limitsChangedBy?.id === change.id) return core.status;
      for (const order of change.order ?? []) {
        // Only the roll of a cluster knows which of its hosts have begun.
        refuse(await rolls.whyNotOrder(change.id, order), 'run-state');
      }
      refuseChange(whyNot(change));
      const limits = withChange(core.status.limits ?? DEFAULT_LIMITS, change);
      core.tell('limits.changed', core.status.runId, sentenceOf(change), { limits, change });
      await rolls.steer();
      return core.status;
    },
    validating((change: LimitsChange) => refuseChange(whyNot(change))),
  );
}

function refuseChange(refusal: Refusal | null): void {
  refuse(refusal?.text ?? null, refusal?.rule ?? 'run-state');
}

function sentenceOf({ by, reason, concurrency = {}, failureBudget = {}, order = [] }: LimitsChange): string {
  const parts = [
    ...Object.entries(concurrency).map(([name, most]) => `${name} ${most}`),
    ...Object.entries(failureBudget).map(
      ([name, { count, percent }]) => `budget ${name} ${count} and ${percent} %`,
    ),
    ...order.map(({ cluster, hosts }) => `order of ${cluster}: ${hosts.join(', ')}`),
  ];
  return `limits changed by ${by}: ${parts.join('; ')} (${reason})`;
}
