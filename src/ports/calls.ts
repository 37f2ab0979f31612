/** Options of every call that can take long: the signal ends it, `onPoll` runs after each look. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** A task of vCenter: of the Automation API (`cis`) or of vim25 (`vim`). Plain JSON, kept in history. */
export interface TaskRef {
  readonly kind: 'cis' | 'vim';
  readonly id: string;
}

/**
 * Reading of a task. `gone` = the server does not know it (any more); then only the entity's state decides.
 * Progress is 0..100.
 */
export type TaskReading =
  | { readonly state: 'running'; readonly progress?: number; readonly message?: string }
  | { readonly state: 'succeeded'; readonly result?: unknown; readonly endedAt?: string }
  | {
      readonly state: 'failed';
      readonly error: string;
      readonly errorType?: string;
      readonly endedAt?: string;
    }
  | { readonly state: 'gone' };
