import type { LabVCenter, Millis } from './model.js';

export interface LabTask {
  /** vim moid `task-12` and cis ID `uuid:service` of the same work. */
  readonly moid: string;
  readonly cisId: string;
  readonly vcenter: LabVCenter;
  readonly service: string;
  readonly operation: string;
  /** vim `descriptionId`, `HostSystem.enterMaintenanceMode`. */
  readonly descriptionId: string;
  readonly entity?: { type: string; moid: string; name: string };
  readonly user: string;
  state: 'queued' | 'running' | 'success' | 'error';
  progress: number;
  readonly queuedAt: Millis;
  startedAt?: Millis;
  endedAt?: Millis;
  /** Result as plain JSON in the Automation API's shape. */
  result?: unknown;
  error?: LabFault;
  cancelable: boolean;
  cancelled: boolean;
  /** A fault has it succeed without having done anything. */
  undone?: true;
  /** Runs when cancelled. */
  onCancel?: () => void;
}

/** An error in both dialects; each front door writes its own. */
export interface LabFault {
  /** Automation API type, `NOT_ALLOWED_IN_CURRENT_STATE`. */
  readonly rest: string;
  /** vim25 fault type, `InvalidState`. */
  readonly vim: string;
  readonly messageId: string;
  readonly message: string;
  readonly data?: unknown;
}

/** Thrown by the world; translated by the front doors. */
export class LabError extends Error {
  readonly fault: LabFault;
  constructor(fault: LabFault) {
    super(fault.message);
    this.fault = fault;
  }
}
