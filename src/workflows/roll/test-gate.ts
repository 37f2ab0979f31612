import type { ClusterStep, HostStep } from '../../domain/model/plan.js';
import { gateIds } from '../../domain/planning/gates.js';
import type { HostResult } from '../host/input.js';
import { Aborted, type Unit } from '../unit.js';

/** Where the gate after the test host stands. */
export interface CarriedGate {
  /** Absent = nothing is asked. */
  readonly gate?: 'open';
}

/** The approval between the test host of a cluster and its other hosts. @rule DG-2, DG-6 */
export function createTestGate(unit: Unit, step: ClusterStep, carried: CarriedGate['gate']) {
  const id = gateIds.afterTestHost(step.cluster);
  let stands: 'due' | 'open' | 'passed' = carried ?? 'passed';
  let evidence: readonly string[] = [];

  return {
    id,
    get isPassed(): boolean {
      return stands === 'passed';
    },
    get isOpen(): boolean {
      return stands === 'open';
    },
    get isDecided(): boolean {
      return stands === 'open' && unit.verdictOf(id) !== undefined;
    },
    carried: (): CarriedGate => (stands === 'open' ? { gate: stands } : {}),
    /** A test host that other hosts follow asks for the gate. */
    due(host: HostStep, result: HostResult['result']): void {
      if (!host.isTestHost || step.hosts.length === 1) return;
      stands = 'due';
      evidence = [
        result === 'skipped'
          ? `${host.host.name} was skipped: nothing proves here that ${step.target} attests (DG-6)`
          : `${host.host.name} runs ${step.target} after a full boot and is attested`,
        `${step.hosts.length - 1} hosts of ${step.cluster.name} follow, ${HOW_MANY}${step.quickBoot ? ', by Quick Boot' : ''}`,
      ];
    },
    /** Opens it once; takes the verdict when there is one. @throws Aborted when it was rejected */
    async ask(): Promise<void> {
      if (stands === 'due') {
        await unit.openGate(id, evidence);
        stands = 'open';
      }
      if (stands !== 'open') return;
      const verdict = unit.verdictOf(id);
      if (verdict === 'rejected') throw new Aborted();
      if (verdict === 'approved') stands = 'passed';
    },
  };
}

const HOW_MANY = 'one at a time unless the limits allow more';
