import type { LimitsChange, RunLimits } from '../model/limits.js';
import type { TierKind } from '../model/plan.js';
import type { Debt, RunEvent, RunStatus, StepStatus, TierStatus } from '../model/run.js';
import type { RunEventData, RunEventType } from './events.js';
import { withDecision, withoutParked, withParked } from './parked.js';
import { mainReason } from './reason.js';
import { isFinal, stateOf, withGate } from './status.js';
import { withTime } from './time-split.js';

type Fold<T extends RunEventType> = (status: RunStatus, data: RunEventData[T], event: RunEvent) => RunStatus;

/** One pure step per event type; the table is complete by its type. */
const FOLDS: { readonly [T in RunEventType]: Fold<T> } = {
  'run.started': (status, _, { at }) => ({ ...status, startedAt: at }),
  'gate.opened': (status, { gate, evidence }, { at }) => ({
    ...status,
    gates: withGate(status.gates, gate, { state: 'open', openedAt: at, evidence }),
  }),
  'gate.decided': (status, { decision }, { at }) => ({
    ...status,
    gates: withGate(status.gates, decision.gate, {
      state: decision.verdict,
      decidedAt: at,
      by: decision.by,
      reason: decision.reason,
      decisionId: decision.id,
    }),
  }),
  'gate.not-needed': (status, { gate, reason }, { at }) => ({
    ...status,
    gates: withGate(status.gates, gate, { state: 'not-needed', decidedAt: at, reason }),
  }),
  'tier.started': (status, { tier }, { at }) =>
    withTier(status, tier, (found) => ({ ...found, state: 'running', startedAt: at })),
  'tier.progress': (status, { tier }) =>
    withTier(status, tier, (found) => ({ ...found, done: Math.min(found.done + 1, found.total) })),
  'tier.ended': (status, { tier, state }, { at }) =>
    withTier(status, tier, (found) => ({ ...found, state, endedAt: at })),
  'step.started': (status, { step }, { at }) =>
    withStep(status, step, (found) => ({ ...found, state: 'running', startedAt: found.startedAt ?? at })),
  'step.ended': (status, { step, state }, { at }) =>
    withStep(status, step, (found) => ({ ...found, state, endedAt: at })),
  'subject.parked': withParked,
  'subject.unparked': withoutParked,
  'subject.decided': (status, { decision }) => withDecision(status, decision),
  waiting: (status, { waitingOn }) => withReason({ ...status, waitingOn }),
  'tier.skipped': (status, { tier, debt }) => ({
    ...withTier(status, tier, (found) => ({ ...found, skipped: (found.skipped ?? 0) + 1 })),
    debts: withDebt(status.debts, debt),
  }),
  'limits.changed': (status, { limits, change }) => withLimits(status, limits, change),
  debt: (status, { debt }) => ({ ...status, debts: withDebt(status.debts, debt) }),
  'run.paused': (status, { request }) => ({ ...without(status, 'resuming'), pausedBy: request }),
  'run.resuming': (status, { request }) => ({ ...status, resuming: request }),
  'run.resumed': (status, { request }) => ({
    ...without(without(status, 'pausedBy'), 'resuming'),
    resumedBy: request,
  }),
  'run.aborting': (status, { request }) => ({ ...without(status, 'resuming'), abortedBy: request }),
  'run.ended': (status, { state, outcome, residue }, { at }) => ({
    ...without(status, 'reason'),
    state,
    endedAt: at,
    waitingOn: [],
    ...(outcome !== undefined && { outcome }),
    ...(residue !== undefined && { residue }),
  }),
};

/**
 * The status after an event: a pure fold, so that the same events give the same status anywhere. An event type it does
 * not know leaves the status as it is; after the end nothing changes any more, apart from debts.
 */
export function advance(status: RunStatus, event: RunEvent): RunStatus {
  if (!isFolded(event.type) || (isFinal(status.state) && event.type !== 'debt')) return status;
  const fold = FOLDS[event.type] as Fold<RunEventType>;
  const next = fold(status, (event.data ?? {}) as never, event);
  return withTime({ ...next, state: stateOf(next) }, event.at);
}

function isFolded(type: string): type is RunEventType {
  return Object.hasOwn(FOLDS, type);
}

function without(status: RunStatus, part: 'pausedBy' | 'resuming' | 'reason'): RunStatus {
  const { [part]: _, ...rest } = status;
  return rest;
}

function withReason(status: RunStatus): RunStatus {
  const reason = mainReason(status.waitingOn);
  return reason === undefined ? without(status, 'reason') : { ...status, reason };
}

function withTier(status: RunStatus, kind: TierKind, change: (tier: TierStatus) => TierStatus): RunStatus {
  return { ...status, tiers: status.tiers.map((tier) => (tier.kind === kind ? change(tier) : tier)) };
}

function withStep(status: RunStatus, id: string, change: (step: StepStatus) => StepStatus): RunStatus {
  const { steps = [] } = status;
  return { ...status, steps: steps.map((step) => (step.id === id ? change(step) : step)) };
}

/** Of the orders asked for the newest of each cluster is kept. */
function withLimits(status: RunStatus, limits: RunLimits, change: LimitsChange): RunStatus {
  const { id, by, reason, order = [] } = change;
  const kept = (status.order ?? []).filter((old) => !order.some(({ cluster }) => cluster === old.cluster));
  const orders = [...kept, ...order];
  return {
    ...status,
    limits,
    limitsChangedBy: { id, by, reason },
    ...(orders.length === 0 ? {} : { order: orders }),
  };
}

/** A debt is listed once per kind and subject; the latest text counts. */
function withDebt(debts: readonly Debt[], debt: Debt): Debt[] {
  const others = debts.filter(({ kind, subject }) => kind !== debt.kind || subject !== debt.subject);
  return [...others, debt];
}
