import {
  CancellationScope,
  CancelledFailure,
  continueAsNew,
  isCancellation,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { ClusterOutline } from '../activities/planning.js';
import type { Durations } from '../domain/durations.js';
import { clusterWorkflowId, vcenterWorkflowId } from '../domain/ids.js';
import type { Estate } from '../domain/model/estate.js';
import { DEFAULT_LIMITS, type LimitsChange } from '../domain/model/limits.js';
import type { TierKind, VCenterStep } from '../domain/model/plan.js';
import type { RunStatus } from '../domain/model/run.js';
import { gateIds, linkedGroups } from '../domain/planning/gates.js';
import { withChange } from '../domain/rolling/index.js';
import { records } from './activity-proxies.js';
import { unitOptions } from './children.js';
import { drained } from './continue.js';
import { conclude, outcomeOf, success, type RunOutcome } from './end-run.js';
import { runContextOf, unitContextOf } from './estate-context.js';
import { answerLimits } from './limits-messages.js';
import { readEstate } from './read-estate.js';
import { rollTrustAuthorityHosts, rollTrustedCluster } from './roll-cluster.js';
import { beginRun, HistoryEnds, RunEnds, type CarriedRun } from './run.js';
import { beginRolls, type CarriedRolls } from './tiers.js';
import { understood } from './understood.js';
import { upgradeVCenter } from './upgrade-vcenter.js';

export interface UpgradeEstateInput {
  readonly runId: string;
  readonly estate: Estate;
  readonly planHash: string;
  readonly requestedBy: string;
  readonly reason: string;
  /** Estate seconds per real second; 1 in production. */
  readonly timeScale: number;
  /** Times and limits of the service's configuration; absent = defaults. */
  readonly durations?: Durations;
  /** Limits chosen for this run; what is absent is `DEFAULT_LIMITS`. */
  readonly limits?: Pick<LimitsChange, 'concurrency' | 'failureBudget'>;
  /** See `RunContext`; tests only. */
  readonly continueAfterEachHost?: boolean;
  readonly continueAfterEvents?: number;
  /** What earlier histories of this run know; set by continue-as-new only. */
  readonly carried?: CarriedRun & { readonly rolls?: CarriedRolls };
}

/**
 * The runbook, heading by heading: Trust Authority vCenter, Trust Authority hosts, trusted vCenters, trusted hosts,
 * with an approval before each. Old base images stay: a host that only Quick Booted still attests with them (QB-4).
 *
 * A history that grows long is ended at any wait, and the next one goes through the same headings: what is decided,
 * done or under way is known from `carried` and not begun again.
 *
 * @rule ORD-1, ORD-2, ORD-3, ORD-4, ORD-5, INV-6, DG-2
 */
export async function upgradeEstate(input: UpgradeEstateInput): Promise<RunStatus> {
  understood(input);
  const { planHash, runId, estate, carried } = input;
  const run = beginRun({
    ...input,
    initial: startingStatus(input),
    look: async ({ tiers }) =>
      records.findChanges({ about: { runId, planHash, tiers }, reading: await readEstate(estate) }),
  });
  const rolls = beginRolls(run, carried?.rolls);
  answerLimits(run, rolls);
  const { requestedBy } = input;
  // A run that is cancelled meanwhile has parts to cancel and a story to end, for which the plan is needed.
  const outline = await CancellationScope.nonCancellable(() =>
    records.loadPlanOutline({ planHash, runId, estate: estate.name, requestedBy }),
  );
  // What was changed while the plan was read counts.
  const { limits = DEFAULT_LIMITS } = run.status;
  if (carried === undefined) run.loaded({ ...outline.status, limits });
  rolls.plan([...outline.authorityClusters, ...outline.trustedClusters]);
  const facts = { ...input, acceptedUnattested: outline.acceptedUnattested };
  const context = runContextOf(facts);

  async function vcenters(steps: readonly VCenterStep[], tier: TierKind): Promise<void> {
    for (const step of steps) {
      const workflowId = vcenterWorkflowId(context.estate, step.vcenter);
      if (run.units.isFinished(workflowId)) continue;
      if (!run.units.isBegun(workflowId)) await run.safePoint();
      const { state } = await run.units.run<{ state: 'done' | 'aborted' }>(workflowId, (outlives) => {
        const args = { context: unitContextOf(facts, step.vcenter), step, control: run.control() };
        return startChild(upgradeVCenter, { workflowId, ...unitOptions(args, outlives) });
      });
      if (state === 'aborted') throw run.early();
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
      async ({ cluster }, steering, outlives) => {
        const workflowId = clusterWorkflowId(context.estate, cluster);
        const unit = unitContextOf(facts, cluster.vcenter);
        const common = { context: unit, cluster, control: run.control(), steering };
        const args = tier === 'authority-hosts' ? { ...common, estate } : common;
        return startChild(roll, { workflowId, ...unitOptions(args, outlives) });
      },
      ({ cluster }, { state, left }) => {
        for (const text of left) {
          run.tell('debt', cluster.name, text, {
            debt: { kind: 'host-skipped', subject: cluster.name, rule: 'DG-16', text },
          });
        }
        if (state === 'failed') return new RunEnds('failed', left.join('; '));
        return state === 'aborted' ? run.early() : undefined;
      },
    );
  }

  let cancelled: unknown;
  let outcome: RunOutcome;
  try {
    await run.gate(gateIds.begin, outline.summary);

    await run.phase('authority-vcenter', () => vcenters(outline.authorityVCenters, 'authority-vcenter'));
    await tierGate('authority-vcenter');
    await run.phase('authority-hosts', async () => {
      await admissionGates(outline.authorityClusters);
      await clusters('authority-hosts', outline.authorityClusters, rollTrustAuthorityHosts);
    });
    await tierGate('authority-hosts');
    await run.phase('trusted-vcenters', async () => {
      await snapshotGates();
      await vcenters(outline.trustedVCenters, 'trusted-vcenters');
    });
    await tierGate('trusted-vcenters');
    await run.phase('trusted-hosts', async () => {
      await admissionGates(outline.trustedClusters);
      await clusters('trusted-hosts', outline.trustedClusters, rollTrustedCluster);
    });
    outcome = success(run.status);
  } catch (error) {
    const end = error instanceof HistoryEnds ? await nextHistory() : error;
    outcome = outcomeOf(end);
    if (isCancellation(end)) cancelled = end;
  }
  const about = { input, context, outline, self: workflowInfo().workflowId };
  await CancellationScope.nonCancellable(async () => {
    if (cancelled !== undefined) await run.units.cancelAll();
    await conclude(run, about, outcome);
  });
  if (cancelled !== undefined) throw cancelled;
  return run.status;

  /** vCenters in linked mode can only be gone back to together: people say that they can be. @rule ORD-4 */
  async function snapshotGates(): Promise<void> {
    for (const { group, members } of linkedGroups(outline.trustedVCenters)) {
      const id = gateIds.linkedSnapshots(group);
      if (!run.status.gates.some((gate) => gate.id === id)) continue;
      await run.gate(id, [
        `${members.join(', ')} are in Enhanced Linked Mode: power all of them off, take a snapshot of each, power them on`,
        'a snapshot of one that runs, or of one alone, is no way back',
        'to go back, revert all of them before any is powered on',
      ]);
    }
  }

  /** Where a policy switches HA admission control off, people say that they want that. @rule DG-2 */
  async function admissionGates(outlines: readonly ClusterOutline[]): Promise<void> {
    for (const { cluster } of outlines) {
      const id = gateIds.admissionControl(cluster);
      if (!run.status.gates.some((gate) => gate.id === id)) continue;
      await run.gate(id, [
        `the remediation policy of ${cluster.name} (${cluster.vcenter}) switches HA admission control off while a host is remediated`,
        'meanwhile HA keeps no spare capacity: when another host fails, it may not restart every VM',
        'reject to end the run here; without this setting in the policy, admission control stays on',
      ]);
    }
  }

  /** The plan says which gates there are; an empty tier has none. */
  async function tierGate(tier: TierKind): Promise<void> {
    const id = gateIds.afterTier(tier);
    if (!run.status.gates.some((gate) => gate.id === id)) return;
    const status = run.status.tiers.find(({ kind }) => kind === tier);
    const behind = run.status.debts.filter(({ kind }) => kind === 'host-skipped');
    await run.gate(id, [
      `${tier}: ${status?.done ?? 0} of ${status?.total ?? 0} done and verified`,
      ...behind.map(({ rule, text }) => `left behind (${rule}): ${text}`),
    ]);
  }

  /** @returns only when the run was cancelled meanwhile: with that */
  async function nextHistory(): Promise<unknown> {
    if (!(await drained(run.story, () => run.units.mayContinue && rolls.isQuiet))) {
      return new CancelledFailure('cancelled between two histories');
    }
    return continueAsNew<typeof upgradeEstate>({
      ...input,
      carried: { ...run.carried(), rolls: rolls.carried() },
    });
  }
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
