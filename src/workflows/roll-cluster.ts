import {
  allHandlersFinished,
  CancellationScope,
  ChildWorkflowFailure,
  condition,
  continueAsNew,
  getExternalWorkflowHandle,
  isCancellation,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { gateIds } from '../domain/planning/gates.js';
import { hostWorkflowId, qualificationWorkflowId, runWorkflowId } from '../domain/ids.js';
import type { ApplyPolicy, ClusterRef } from '../domain/model/inventory.js';
import type { ClusterStep, HostStep } from '../domain/model/plan.js';
import { onEither, records } from './activity-proxies.js';
import { CHILD_OPTIONS } from './children.js';
import type { Control, UnitContext } from './context.js';
import type { HostResult } from './host/input.js';
import { upgradeHost } from './host/upgrade-host.js';
import { hostDoneSignal } from './messages.js';
import { qualifyBaseImage } from './qualify-base-image.js';
import type { Step } from './step.js';
import { tellingEnd } from './tell-end.js';
import { Aborted, beginUnit, type Unit } from './unit.js';

export interface RollClusterInput {
  readonly context: UnitContext;
  readonly cluster: ClusterRef;
  readonly control: Control;
  /** The run wants to be told of the end by signal. */
  readonly tellsEnd?: boolean;
  /** What an earlier run of this workflow did; set by continue-as-new only. */
  readonly carried?: CarriedRoll;
}

export interface CarriedRoll {
  readonly next: number;
  readonly commit: string;
  /** The policy as it was found; absent where no image manages the cluster. */
  readonly original?: ApplyPolicy;
  readonly seq: number;
}

/**
 * `aborted` = the run was aborted or a gate rejected; `failed` = a host's workflow ended in a way nobody foresaw. The
 * texts name what was left behind.
 */
export interface RollResult {
  readonly state: 'done' | 'aborted' | 'failed';
  readonly hostsDone: number;
  readonly left: readonly string[];
}

/**
 * Tier 2: the hosts of the Trust Authority Cluster, strictly one at a time. @rule ORD-3, ORD-7, INV-4, INV-5
 */
export async function rollTrustAuthorityHosts(input: RollClusterInput): Promise<RollResult> {
  return tellingEnd(input, () =>
    rollCluster(input, (carried) => continueAsNew<typeof rollTrustAuthorityHosts>({ ...input, carried })),
  );
}

/**
 * Tier 4, one trusted cluster: the test host with its base image, approval, then host by host. @rule ORD-5, ORD-8
 */
export async function rollTrustedCluster(input: RollClusterInput): Promise<RollResult> {
  return tellingEnd(input, () =>
    rollCluster(input, (carried) => continueAsNew<typeof rollTrustedCluster>({ ...input, carried })),
  );
}

async function rollCluster(
  input: RollClusterInput,
  goOn: (carried: CarriedRoll) => Promise<never>,
): Promise<RollResult> {
  const { context, cluster, carried } = input;
  const unit = beginUnit(context, cluster.name, {
    control: input.control,
    ...(carried === undefined ? {} : { seq: carried.seq }),
  });
  const step = await records.loadClusterStep({
    planHash: context.planHash,
    vcenter: cluster.vcenter,
    cluster: cluster.moid,
  });
  const prepared = carried ?? (await prepare(context, unit, step));
  if (prepared === undefined) return { state: 'aborted', hostsDone: 0, left: [] };

  const left: string[] = [];
  let next = prepared.next;
  let state: RollResult['state'] = 'done';
  let cancelled: unknown;
  try {
    for (; next < step.hosts.length; next++) {
      const hostStep = step.hosts[next];
      if (hostStep === undefined) break;
      await unit.checkpoint();
      await setPolicy(context, unit, step, hostStep, prepared.original);
      const outcome = await rollHost(context, unit, hostStep, prepared.commit);
      if (outcome.result === 'left') left.push(outcome.text);
      if (outcome.result !== 'done' && outcome.result !== 'skipped') throw new Aborted();
      if (outcome.result === 'done')
        await getExternalWorkflowHandle(runWorkflowId(context.estate)).signal(hostDoneSignal, {
          workflowId: hostWorkflowId(context.estate, hostStep.host),
        });
      await afterTestHost(unit, step, hostStep);
      if (workflowInfo().continueAsNewSuggested || context.continueAfterEachHost === true) {
        await unit.story.flush();
        await condition(allHandlersFinished);
        await goOn({
          next: next + 1,
          commit: prepared.commit,
          ...(prepared.original === undefined ? {} : { original: prepared.original }),
          seq: unit.story.seq,
        });
      }
    }
  } catch (error) {
    if (error instanceof Aborted || isCancellation(error)) state = 'aborted';
    else if (error instanceof ChildWorkflowFailure) state = 'failed';
    else throw error;
    if (error instanceof ChildWorkflowFailure) {
      left.push(
        `${step.hosts[next]?.host.name}: its upgrade ended without a result; look whether it is in maintenance`,
      );
    }
    if (isCancellation(error)) cancelled = error;
  }
  // Whatever ended the roll, cancellation in Temporal included: nobody finds a changed policy later.
  await CancellationScope.nonCancellable(async () => {
    await restore(context, unit, step, prepared.original);
    await unit.story.flush();
  });
  if (cancelled !== undefined) throw cancelled;
  await condition(allHandlersFinished);
  return { state, hostsDone: next, left };
}

const committing = (cluster: string): Step => ({
  name: 'image-commit',
  kind: 'imageImport',
  waiting: {
    kind: 'remediation',
    subject: cluster,
    have: 'committing the desired image',
    need: 'the commit',
    rule: 'IMG-2',
    youMay: [],
  },
});

/** Freezes the commit and remembers the policy as it was found; there is neither where people upgrade the hosts. */
async function prepare(
  context: UnitContext,
  unit: Unit,
  step: ClusterStep,
): Promise<Omit<CarriedRoll, 'seq'> | undefined> {
  const { does, awaits } = onEither(context.queue, context.timeScale);
  const on = { vcenter: context.vcenter, cluster: step.cluster };
  try {
    await unit.checkpoint();
    if (step.executor === 'operator') return { next: 0, commit: '' };
    const original = await unit.attempt('reading the remediation policy', 'DG-16', () => does.readPolicy(on));
    const { baseImage, target } = step;
    const message = `vTA Conductor, run ${context.runId}`;
    const started = await unit.attempt('commit of the image', 'IMG-2', () =>
      does.startCommit({ ...on, baseImage, target, message }),
    );
    const { commit } = await unit.settle(committing(step.cluster.name), (patience) =>
      awaits.awaitCommit({ ...on, ...started, target, patience }),
    );
    unit.story.tell('cluster.prepared', step.cluster.name, `${step.cluster.name}: commit ${commit} frozen`, {
      data: { commit, baseImage },
    });
    return { next: 0, commit, original };
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    return undefined;
  }
}

/** Quick Boot as planned for this very host: off for the test host, whatever the cluster's setting. @rule QB-5, DG-6 */
async function setPolicy(
  context: UnitContext,
  unit: Unit,
  step: ClusterStep,
  host: HostStep,
  original: ApplyPolicy | undefined,
): Promise<void> {
  if (original === undefined) return;
  const isFirstOfItsKind = host.order === 1 || step.hosts[host.order - 2]?.boot !== host.boot;
  if (!isFirstOfItsKind) return;
  const { does } = onEither(context.queue, context.timeScale);
  await unit.attempt('writing the remediation policy', 'QB-5', () =>
    does.writePlannedPolicy({
      vcenter: context.vcenter,
      cluster: step.cluster,
      original,
      planned: { quickBoot: host.boot === 'quick' },
    }),
  );
}

/** On success, failure and abort alike. @rule DG-16 */
async function restore(
  context: UnitContext,
  unit: Unit,
  step: ClusterStep,
  original: ApplyPolicy | undefined,
): Promise<void> {
  if (original === undefined) return;
  const { does } = onEither(context.queue, context.timeScale);
  await unit.insist('putting the remediation policy back', 'DG-16', () =>
    does.restorePolicy({ vcenter: context.vcenter, cluster: step.cluster, original }),
  );
}

async function rollHost(
  context: UnitContext,
  unit: Unit,
  step: HostStep,
  commit: string,
): Promise<HostResult> {
  const { estate } = context;
  const row = await records.readHostLedgerRow({ estate, vcenter: step.host.vcenter, moid: step.host.moid });
  const args = { context, step, commit, control: unit.control, ...(row === null ? {} : { ledgerRow: row }) };
  if (step.isTestHost) {
    const workflowId = qualificationWorkflowId(estate, step.cluster);
    const start = () => startChild(qualifyBaseImage, { ...CHILD_OPTIONS, workflowId, args: [args] });
    return unit.relayTo(await unit.attempt('starting the qualification', 'IMG-2', start));
  }
  const workflowId = hostWorkflowId(estate, step.host);
  const start = () => startChild(upgradeHost, { ...CHILD_OPTIONS, workflowId, args: [args] });
  return unit.relayTo(await unit.attempt(`the upgrade of ${step.host.name}`, 'DG-12', start));
}

async function afterTestHost(unit: Unit, step: ClusterStep, host: HostStep): Promise<void> {
  if (!host.isTestHost || step.hosts.length === 1) return;
  const approved = await unit.gate(gateIds.afterTestHost(step.cluster), [
    `${host.host.name} runs ${step.target} after a full boot and is attested`,
    `${step.hosts.length - 1} hosts of ${step.cluster.name} follow, one at a time${step.quickBoot ? ', by Quick Boot' : ''}`,
  ]);
  if (!approved) throw new Aborted();
}
