import {
  allHandlersFinished,
  ChildWorkflowFailure,
  condition,
  isCancellation,
  patched,
} from '@temporalio/workflow';
import type { PlanOutline } from '../activities/planning.js';
import { keptImageDebts, quickBootDebts } from '../domain/attestation/index.js';
import type { Estate } from '../domain/model/estate.js';
import type { Debt, Residue, RunStatus } from '../domain/model/run.js';
import { onAuthority, records } from './activity-proxies.js';
import type { RunContext } from './context.js';
import { readEstate } from './read-estate.js';
import { RunEnds, type beginRun } from './run.js';
import { UnitBroke } from './run-units.js';
import type { UpgradeEstateInput } from './upgrade-estate.js';

type Run = ReturnType<typeof beginRun>;

export interface RunOutcome {
  readonly state: RunEnds['state'];
  readonly text: string;
}

export function success({ tiers }: RunStatus): RunOutcome {
  const skipped = tiers.reduce((sum, tier) => sum + (tier.skipped ?? 0), 0);
  const but = skipped === 0 ? '' : `, ${skipped} host${skipped === 1 ? '' : 's'} skipped`;
  return { state: 'succeeded', text: `all tiers are done${but}` };
}

/** How a run ends that did not reach its end. What nobody foresaw is a bug and goes on upwards. */
export function outcomeOf(error: unknown): RunOutcome {
  if (error instanceof RunEnds) return { state: error.state, text: error.message };
  if (error instanceof UnitBroke) return { state: 'failed', text: error.message };
  if (isCancellation(error)) return { state: 'aborted', text: 'cancelled in Temporal' };
  if (error instanceof ChildWorkflowFailure) {
    return {
      state: 'failed',
      text: `${error.execution.workflowId ?? 'a part of the run'} ended without a result`,
    };
  }
  throw error;
}

/** Also a run that was cancelled in Temporal gets its list of debts, its residue and its report. */
export async function conclude(
  run: Run,
  about: {
    readonly input: UpgradeEstateInput;
    readonly context: RunContext;
    readonly outline: PlanOutline;
    readonly self: string;
  },
  outcome: RunOutcome,
): Promise<void> {
  const { input, context, outline, self } = about;
  for (const debt of await debtsLeft(run, context, outline))
    run.tell('debt', debt.subject, debt.text, { debt });
  await run.story.flush();
  const residue = outcome.state === 'succeeded' ? undefined : await residueLeft(run, input);
  await endStory(run, input.estate, self, outcome, residue);
}

/** Report first, then the last word: whoever sees that the run has ended finds its report. */
export async function endStory(
  run: Run,
  estate: Estate,
  self: string,
  { state, text }: RunOutcome,
  residue?: readonly Residue[],
): Promise<void> {
  await records.writeReport({
    status: run.ending(state, text, residue),
    unitIds: [self, ...run.units.begun],
    trustedVCenters: estate.trusted.map(({ vcenter }) => vcenter.name),
  });
  run.tell('run.ended', run.status.runId, text, {
    state,
    outcome: text,
    ...(residue === undefined ? {} : { residue }),
  });
  await run.story.flush();
  await condition(allHandlersFinished);
}

/** What an early end leaves in the estate, read there and not only remembered. @rule DG-16, DG-14 */
async function residueLeft(
  { status }: Run,
  { estate, runId }: UpgradeEstateInput,
): Promise<readonly Residue[] | undefined> {
  if (!patched('residue')) return undefined;
  const { planHash, tiers, gates } = status;
  const hasBegun = tiers.some(({ state }) => state !== 'planned');
  const reading = hasBegun ? await readEstate(estate) : { trustedHashes: [], tasks: [], unreadable: [] };
  return records.findResidue({ about: { runId, planHash, tiers, gates }, reading });
}

/** @rule QB-4 */
async function debtsLeft(
  { status }: Run,
  { authority, estate, timeScale }: RunContext,
  outline: PlanOutline,
): Promise<readonly Debt[]> {
  const target = outline.trustedClusters[0]?.target ?? outline.authorityClusters[0]?.target;
  const hasBegun = status.tiers.some(({ kind, state }) => kind === 'trusted-hosts' && state !== 'planned');
  if (target === undefined || !hasBegun) return [];
  const ledger = await records.readLedger({ estate });
  try {
    const { facts } = await onAuthority(authority.queue, timeScale).does.lookAtAuthority({
      vcenter: authority.vcenter,
      cluster: authority.cluster,
    });
    return [...quickBootDebts(ledger), ...keptImageDebts(ledger, facts.images, target)];
  } catch {
    const text =
      'the list of base images could not be read at the end of the run; read it before removing any';
    return [
      ...quickBootDebts(ledger),
      { kind: 'image-kept', subject: authority.cluster, rule: 'QB-4', text },
    ];
  }
}
