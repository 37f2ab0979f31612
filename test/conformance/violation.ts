/** What an exchange breaks. */
export interface Violation {
  readonly rule:
    | 'unknown-path'
    | 'unknown-operation'
    | 'not-a-task'
    | 'only-as-task'
    | 'missing-parameter'
    | 'unknown-parameter'
    | 'missing-field'
    | 'unknown-field'
    | 'unexpected-body'
    | 'wrong-type'
    | 'wrong-value'
    | 'union'
    | 'later-release'
    | 'wrong-status'
    | 'undeclared-error'
    | 'error-status'
    | 'task';
  /** Place, `response.body/0/health`. */
  readonly at: string;
  readonly text: string;
}

export const violation = (rule: Violation['rule'], at: string, text: string): Violation => ({
  rule,
  at,
  text,
});

/** How a value is shown in a violation. */
export const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};
