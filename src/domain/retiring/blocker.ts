import type { Finding } from '../model/finding.js';

/** A finding that forbids a removal. */
export function blocker(
  rule: string,
  check: string,
  subject: string,
  { message, remedy }: Pick<Finding, 'message' | 'remedy'>,
): Finding {
  return { rule, check, subject, severity: 'blocker', message, remedy };
}
