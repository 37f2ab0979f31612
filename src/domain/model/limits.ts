import type { Request } from './run.js';

/** How many hosts of a group may be failed at one time before no further one is begun; both must hold. */
export interface FailureBudget {
  readonly count: number;
  /** 0..100, of the hosts of the group; rounded down. */
  readonly percent: number;
}

/** What may be changed in a running run. Trust Authority hosts are always upgraded one at a time (INV-4). */
export interface RunLimits {
  /** Trusted hosts in hand at the same time; a parked host is not in hand. */
  readonly concurrency: {
    readonly perCluster: number;
    readonly perVCenter: number;
    readonly global: number;
  };
  readonly failureBudget: {
    /** The Trust Authority tier. */
    readonly authority: FailureBudget;
    /** The whole trusted tier. */
    readonly trusted: FailureBudget;
    /** Each trusted cluster for itself. */
    readonly perCluster: FailureBudget;
  };
}

export const DEFAULT_LIMITS: RunLimits = {
  concurrency: { perCluster: 1, perVCenter: 1, global: 1 },
  failureBudget: {
    authority: { count: 0, percent: 0 },
    trusted: { count: 1, percent: 100 },
    perCluster: { count: 1, percent: 100 },
  },
};

/** Hosts of one cluster, named in the order in which they shall begin. */
export interface HostOrder {
  /** Name of the cluster, or `vcenter/name` where two vCenters have one of that name. */
  readonly cluster: string;
  readonly hosts: readonly string[];
}

/** A change of limits, or of the order of the hosts that wait; what is absent stays. */
export interface LimitsChange extends Request {
  readonly concurrency?: Partial<RunLimits['concurrency']> & {
    /** Trust Authority hosts in hand at the same time; anything but 1 is refused (INV-4). */
    readonly authority?: number;
  };
  readonly failureBudget?: Partial<RunLimits['failureBudget']>;
  /** New order of hosts not begun, by name, per cluster; hosts left out keep their order behind them. */
  readonly order?: readonly HostOrder[];
  /** The decider saw this plan. */
  readonly planHash: string;
}
