/** A task that has not ended, as a vCenter lists it among its recent ones. */
export interface RunningTask {
  readonly id: string;
  /** What it does: `HostSystem.enterMaintenanceMode`, `com.vmware.esx.settings.clusters.software.apply`. */
  readonly operation: string;
  /** What it is done to; absent for what concerns the vCenter itself. */
  readonly entity?: { readonly type: string; readonly moid: string; readonly name: string };
  /** Login name of whoever began it; absent when nobody did (schedule, alarm, vCenter itself). */
  readonly user?: string;
  /** ISO 8601, UTC; absent when it is not said. */
  readonly since?: string;
}

/** Running tasks of one vCenter, and under which login this product works there. */
export interface TaskList {
  readonly vcenter: string;
  readonly login: string;
  /** And for the vTA configuration, where that is another one. */
  readonly trustLogin?: string;
  readonly tasks: readonly RunningTask[];
}
