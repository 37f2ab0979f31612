import type { HostAccess, VCenterRef } from '../domain/model/estate.js';
import type { PauseMode } from '../domain/model/run.js';

/** What every workflow of a run knows. Plain JSON, no secrets: credentials are names. */
export interface RunContext {
  readonly runId: string;
  readonly estate: string;
  readonly planHash: string;
  /** Estate seconds per real second: 1 in production, the lab's speed in the lab. Limits are divided by it. */
  readonly timeScale: number;
  readonly authority: AuthoritySide;
  readonly trusted: readonly TrustedSideContext[];
  /** Names of hosts whose missing attestation was accepted with the plan (DG-7). */
  readonly acceptedUnattested: readonly string[];
  /** Continues as new after every host instead of when Temporal suggests it; for tests of just that. */
  readonly continueAfterEachHost?: boolean;
  /** Continues as new from this many events of a history on; for tests of just that. */
  readonly continueAfterEvents?: number;
}

export interface AuthoritySide {
  readonly vcenter: VCenterRef;
  /** Name of the Trust Authority Cluster. */
  readonly cluster: string;
  /** Task queue of the authority zone. */
  readonly queue: string;
}

export interface TrustedSideContext {
  readonly vcenter: VCenterRef;
  readonly clusters: readonly string[];
  readonly queue: string;
}

/** What the workflow of one vCenter, cluster or host knows beside that. */
export interface UnitContext extends RunContext {
  readonly vcenter: VCenterRef;
  readonly queue: string;
  /** How the test host is reached for the export; trusted clusters only. */
  readonly hostAccess?: HostAccess;
  /** True = the starter of a host's workflow wants to know when it parks and when it goes on. */
  readonly tellsParent?: boolean;
}

/** What a run wants its workflows to do; relayed from the run to whatever is under way. */
export interface Control {
  readonly paused: boolean;
  readonly aborting: boolean;
  /** How far a paused run still goes; absent = to the safe point: the host in hand is finished. */
  readonly pause?: PauseMode;
}
