import type { Estate } from '../domain/model/estate.js';
import type { RunContext, UnitContext } from './context.js';

interface RunFacts {
  readonly runId: string;
  readonly estate: Estate;
  readonly planHash: string;
  readonly timeScale: number;
  readonly acceptedUnattested: readonly string[];
  readonly continueAfterEachHost?: boolean;
  readonly continueAfterEvents?: number;
}

/** What all workflows of a run are told; addresses and credential names, never secrets. */
export function runContextOf(facts: RunFacts): RunContext {
  const { runId, estate, planHash, timeScale, acceptedUnattested } = facts;
  const { continueAfterEachHost, continueAfterEvents } = facts;
  return {
    runId,
    estate: estate.name,
    planHash,
    timeScale,
    acceptedUnattested,
    authority: {
      vcenter: estate.authority.vcenter,
      cluster: estate.authority.cluster,
      queue: estate.taskQueues.authority,
    },
    trusted: estate.trusted.map((side) => ({
      vcenter: side.vcenter,
      clusters: side.clusters.map(({ name }) => name),
      queue: estate.taskQueues.trusted,
    })),
    ...(continueAfterEachHost === undefined ? {} : { continueAfterEachHost }),
    ...(continueAfterEvents === undefined ? {} : { continueAfterEvents }),
  };
}

/** The same for one vCenter, cluster or host: with its side's vCenter and task queue. */
export function unitContextOf(facts: RunFacts, vcenterName: string): UnitContext {
  const run = runContextOf(facts);
  if (run.authority.vcenter.name === vcenterName) {
    return { ...run, vcenter: run.authority.vcenter, queue: run.authority.queue };
  }
  const side = facts.estate.trusted.find(({ vcenter }) => vcenter.name === vcenterName);
  if (side === undefined) throw new Error(`the plan names vCenter ${vcenterName}, the estate does not`);
  return {
    ...run,
    vcenter: side.vcenter,
    queue: facts.estate.taskQueues.trusted,
    ...(side.hostAccess === undefined ? {} : { hostAccess: side.hostAccess }),
  };
}
