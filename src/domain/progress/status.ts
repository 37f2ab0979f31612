import type { Tier, UpgradePlan } from '../model/plan.js';
import { FINAL_RUN_STATES, type GateStatus, type RunState, type RunStatus } from '../model/run.js';
import { waiverDebts } from './waiver-debts.js';

/** Status of a run that has just begun: every tier and gate of its plan, nothing done. */
export function beginStatus(input: {
  runId: string;
  estate: string;
  planHash: string;
  plan: UpgradePlan;
  requestedBy: string;
  startedAt: string;
}): RunStatus {
  const { plan, ...rest } = input;
  return {
    ...rest,
    state: 'starting',
    tiers: plan.tiers.map((tier) => ({ kind: tier.kind, state: 'planned', total: sizeOf(tier), done: 0 })),
    gates: plan.gates.map(({ id, title, rule }) => ({ id, title, rule, state: 'planned' })),
    waitingOn: [],
    debts: waiverDebts(plan.findings),
    parked: [],
  };
}

/** vCenters or hosts with a step in this tier; one that already runs the target still has its step to verify. */
export function sizeOf(tier: Tier): number {
  switch (tier.kind) {
    case 'authority-vcenter':
    case 'trusted-vcenters':
      return tier.vcenters.length;
    case 'authority-hosts':
    case 'trusted-hosts':
      return tier.clusters.reduce((sum, cluster) => sum + cluster.hosts.length, 0);
  }
}

export function isFinal(state: RunState): boolean {
  return FINAL_RUN_STATES.includes(state);
}

const RESUME_GATE = 'resume/';

/** ID of the next gate at which a resumed run asks about changes made by others. */
export function nextResumeGate({ gates }: Pick<RunStatus, 'gates'>): string {
  return `${RESUME_GATE}${resumeGates({ gates }).length + 1}`;
}

/** Gates at which a resumed run asked. */
export function resumeGates({ gates }: Pick<RunStatus, 'gates'>): readonly GateStatus[] {
  return gates.filter(({ id }) => id.startsWith(RESUME_GATE));
}

/** The run comes to its end at its next safe points: aborted, or not resumed for good. */
export function isEnding(status: Pick<RunStatus, 'abortedBy' | 'gates'>): boolean {
  return status.abortedBy !== undefined || resumeGates(status).some(({ state }) => state === 'rejected');
}

/** What a running run is doing, from what it carries: an end outweighs a pause, a pause a parked host, and so on. */
export function stateOf(status: RunStatus): RunState {
  if (isFinal(status.state)) return status.state;
  if (isEnding(status)) return 'aborting';
  if (status.pausedBy) return 'paused';
  if ((status.parked ?? []).length > 0) return 'needs-operator';
  return status.gates.some(({ state }) => state === 'open') ? 'waiting-for-gate' : 'running';
}

/** Replaces one gate; a gate the plan does not know is appended, so that late gates (a parked host) show too. */
export function withGate(
  gates: readonly GateStatus[],
  id: string,
  change: Partial<GateStatus>,
): GateStatus[] {
  const known = gates.some((gate) => gate.id === id);
  const all: readonly GateStatus[] = known
    ? gates
    : [...gates, { id, title: id, rule: 'DG-2', state: 'planned' }];
  return all.map((gate) => (gate.id === id ? { ...gate, ...change } : gate));
}
