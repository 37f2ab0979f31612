/** Fields of a fault rule that only some kinds take. */
export type Parameter =
  'seconds' | 'status' | 'body' | 'retryAfter' | 'hosts' | 'setting' | 'does' | 'skew' | 'service';

/**
 * What a rule strikes, which also says what its `target` names.
 *
 * - `operation`: a request, by `operation`, `target` (server), `host` (subject), occurrence or rate
 * - `host`, `ta-host`, `trusted-host`, `vm`: one of these, by `target`; all of them when absent
 * - `host-or-cluster`, `server`: the same of either
 * - `vcenter`: one, at once; or, with `operation`, when a request has been carried out
 */
export type Strikes =
  'operation' | 'vcenter' | 'server' | 'host' | 'ta-host' | 'trusted-host' | 'host-or-cluster' | 'vm';

/** One kind of fault, as the lab behaves and as its documentation says. */
export interface FaultRow {
  readonly strikes: Strikes;
  readonly does: string;
  readonly parameters?: Partial<Record<Parameter, string>>;
  /** `at-once` = when the rule is set; `each` = at every opportunity, unless `count` says otherwise. */
  readonly when?: 'at-once' | 'each';
  /** `target` cannot be left out. */
  readonly needsTarget?: boolean;
  /** Whether `seconds` ends it, counted from when the rule was set. */
  readonly expires?: boolean;
  readonly lasts: string;
  /** What removing the rule does. */
  readonly healed: string;
  /** Which statement of the sources it stands for. */
  readonly statement: string;
}

/** Types the rows without losing the names of the kinds. */
export const rows = <Kind extends string>(table: Record<Kind, FaultRow>): Record<Kind, FaultRow> => table;
