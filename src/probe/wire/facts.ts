/** What was noticed about the answers of one operation. Names only, never a value that could be a person's. */
export interface OperationFacts {
  /** `GET /vcenter/cluster`. */
  readonly operation: string;
  readonly unknownFields: readonly string[];
  /** Documented as always there. */
  readonly missingFields: readonly string[];
  /** `health=GREENISH`. */
  readonly unknownValues: readonly string[];
}

/** How the Automation API of an estate speaks, where its documentation leaves room. */
export interface WireFacts {
  /** In the order of their names; operations that fit their documentation are there with empty lists. */
  readonly operations: readonly OperationFacts[];
  /** How optional fields without a value were shown. */
  readonly unset: ReadonlySet<'absent' | 'null'>;
  /** Whether the `operation` of a task ends in `$task`. */
  readonly taskOperation: ReadonlySet<'suffix' | 'plain'>;
  /** Shape of the error of a failed task. */
  readonly taskError: ReadonlySet<'text' | 'object'>;
}
