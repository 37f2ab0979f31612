import {
  allHandlersFinished,
  CancellationScope,
  ChildWorkflowFailure,
  condition,
  isCancellation,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { ClusterOutline } from '../activities/planning.js';
import { keptImageDebts, quickBootDebts } from '../domain/attestation/index.js';
import { clusterWorkflowId, vcenterWorkflowId } from '../domain/ids.js';
import type { Estate } from '../domain/model/estate.js';
import { DEFAULT_LIMITS, type LimitsChange } from '../domain/model/limits.js';
import type { TierKind, VCenterStep } from '../domain/model/plan.js';
import type { Debt, RunStatus } from '../domain/model/run.js';
import { gateIds } from '../domain/planning/gates.js';
import { withChange } from '../domain/rolling/index.js';
import { onAuthority, records } from './activity-proxies.js';
import { CHILD_OPTIONS } from './children.js';
import { runContextOf, unitContextOf } from './estate-context.js';
import { answerLimits } from './limits-messages.js';
import { beginRun, RunEnds } from './run.js';
import { rollTrustAuthorityHosts, rollTrustedCluster } from './roll-cluster.js';
import { beginRolls } from './tiers.js';
import { upgradeVCenter } from './upgrade-vcenter.js';

export interface UpgradeEstateInput {
  readonly runId: string;
  readonly estate: Estate;
  readonly planHash: string;
  readonly requestedBy: string;
  readonly reason: string;
  /** Estate seconds per real second; 1 in production. */
  readonly timeScale: number;
  /** Limits chosen for this run; what is absent is `DEFAULT_LIMITS`. */
  readonly limits?: Pick<LimitsChange, 'concurrency' | 'failureBudget'>;
  /** See `RunContext`; tests only. */
  readonly continueAfterEachHost?: boolean;
  readonly continueAfterEvents?: number;
}

/**
 * The runbook, heading by heading: Trust Authority vCenter, Trust Authority hosts, trusted vCenters, trusted hosts,
 * with an approval before each. Old base images stay: a host that only Quick Booted still attests with them (QB-4).
 *
 * @rule ORD-1, ORD-2, ORD-3, ORD-4, ORD-5, INV-6, DG-2
 */
export async function upgradeEstate(input: UpgradeEstateInput): Promise<RunStatus> {
  const run = beginRun(startingStatus(input));
  const rolls = beginRolls(run);
  answerLimits(run, rolls);
  const units = [workflowInfo().workflowId];
  const outline = await records.loadPlanOutline({
    planHash: input.planHash,
    runId: input.runId,
    estate: input.estate.name,
    requestedBy: input.requestedBy,
  });
  // What was changed while the plan was read counts.
  const { limits = DEFAULT_LIMITS } = run.status;
  run.loaded({ ...outline.status, limits });
  rolls.plan([...outline.authorityClusters, ...outline.trustedClusters]);
  const facts = { ...input, acceptedUnattested: outline.acceptedUnattested };
  const context = runContextOf(facts);

  async function vcenters(steps: readonly VCenterStep[], tier: TierKind): Promise<void> {
    for (const step of steps) {
      await run.safePoint();
      const workflowId = vcenterWorkflowId(context.estate, step.vcenter);
      units.push(workflowId);
      const args = { context: unitContextOf(facts, step.vcenter), step, control: run.control() };
      const { state } = await run.relay(
        await startChild(upgradeVCenter, { ...CHILD_OPTIONS, workflowId, args: [args] }),
      );
      if (state === 'aborted') throw ending();
      run.tell('tier.progress', tier, `${step.vcenter} runs ${step.target}`, { tier });
    }
  }

  async function clusters(
    tier: TierKind,
    outlines: readonly ClusterOutline[],
    roll: typeof rollTrustAuthorityHosts | typeof rollTrustedCluster,
  ): Promise<void> {
    await rolls.roll(
      tier,
      outlines,
      async ({ cluster }, steering) => {
        const workflowId = clusterWorkflowId(context.estate, cluster);
        units.push(workflowId);
        const unit = unitContextOf(facts, cluster.vcenter);
        const args = { context: unit, cluster, control: run.control(), steering };
        return startChild(roll, { ...CHILD_OPTIONS, workflowId, args: [args] });
      },
      ({ cluster }, { state, left }) => {
        for (const text of left) {
          run.tell('debt', cluster.name, text, {
            debt: { kind: 'host-skipped', subject: cluster.name, rule: 'DG-16', text },
          });
        }
        if (state === 'failed') return new RunEnds('failed', left.join('; '));
        return state === 'aborted' ? ending() : undefined;
      },
    );
  }

  /** A unit that stopped early did so because a gate was rejected or the run aborted. */
  function ending(): RunEnds {
    const rejected = run.status.gates.find(({ state }) => state === 'rejected');
    if (rejected !== undefined) {
      return new RunEnds('rejected', `${rejected.id} was rejected by ${rejected.by ?? '?'}`);
    }
    return new RunEnds('aborted', `aborted by ${run.status.abortedBy?.by ?? 'an operator'}`);
  }

  let cancelled: unknown;
  let outcome: { state: RunEnds['state']; text: string } = { state: 'succeeded', text: 'all tiers are done' };
  try {
    await run.gate(gateIds.begin, outline.summary);

    await run.phase('authority-vcenter', () => vcenters(outline.authorityVCenters, 'authority-vcenter'));
    await tierGate('authority-vcenter');
    await run.phase('authority-hosts', () =>
      clusters('authority-hosts', outline.authorityClusters, rollTrustAuthorityHosts),
    );
    await tierGate('authority-hosts');
    await run.phase('trusted-vcenters', () => vcenters(outline.trustedVCenters, 'trusted-vcenters'));
    await tierGate('trusted-vcenters');
    await run.phase('trusted-hosts', () =>
      clusters('trusted-hosts', outline.trustedClusters, rollTrustedCluster),
    );
  } catch (error) {
    outcome = outcomeOf(error);
    if (isCancellation(error)) cancelled = error;
  }
  await CancellationScope.nonCancellable(conclude);
  if (cancelled !== undefined) throw cancelled;
  return run.status;

  /** Also a run that was cancelled in Temporal gets its list of debts and its report. */
  async function conclude(): Promise<void> {
    for (const debt of await debtsLeft()) run.tell('debt', debt.subject, debt.text, { debt });
    await run.story.flush();
    await records.writeReport({
      status: run.ending(outcome.state, outcome.text),
      unitIds: units,
      trustedVCenters: input.estate.trusted.map(({ vcenter }) => vcenter.name),
    });
    // Whoever sees that the run has ended finds its report.
    run.tell('run.ended', input.runId, outcome.text, { state: outcome.state, outcome: outcome.text });
    await run.story.flush();
    await condition(allHandlersFinished);
  }

  /** The plan says which gates there are; an empty tier has none. */
  async function tierGate(tier: TierKind): Promise<void> {
    const id = gateIds.afterTier(tier);
    if (!run.status.gates.some((gate) => gate.id === id)) return;
    const status = run.status.tiers.find(({ kind }) => kind === tier);
    await run.gate(id, [`${tier}: ${status?.done ?? 0} of ${status?.total ?? 0} done and verified`]);
  }

  /** @rule QB-4 */
  async function debtsLeft(): Promise<readonly Debt[]> {
    const { authority } = context;
    const target = outline.trustedClusters[0]?.target ?? outline.authorityClusters[0]?.target;
    const hasBegun = run.status.tiers.some(
      ({ kind, state }) => kind === 'trusted-hosts' && state !== 'planned',
    );
    if (target === undefined || !hasBegun) return [];
    const ledger = await records.readLedger({ estate: context.estate });
    try {
      const { facts } = await onAuthority(authority.queue, context.timeScale).does.lookAtAuthority({
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
}

/** How a run ends that did not reach its end. What nobody foresaw is a bug and goes on upwards. */
function outcomeOf(error: unknown): { state: RunEnds['state']; text: string } {
  if (error instanceof RunEnds) return { state: error.state, text: error.message };
  if (isCancellation(error)) return { state: 'aborted', text: 'cancelled in Temporal' };
  if (error instanceof ChildWorkflowFailure) {
    return {
      state: 'failed',
      text: `${error.execution.workflowId ?? 'a part of the run'} ended without a result`,
    };
  }
  throw error;
}

function startingStatus(input: UpgradeEstateInput): RunStatus {
  return {
    runId: input.runId,
    estate: input.estate.name,
    planHash: input.planHash,
    requestedBy: input.requestedBy,
    state: 'starting',
    startedAt: new Date().toISOString(),
    tiers: [],
    gates: [],
    waitingOn: [],
    debts: [],
    limits: withChange(DEFAULT_LIMITS, input.limits ?? {}),
  };
}
