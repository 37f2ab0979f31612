import type { Finding } from '../model/finding.js';
import type { Debt } from '../model/run.js';

/** What a run leaves open of the blockers that people have waived. */
export function waiverDebts(findings: readonly Finding[]): Debt[] {
  return findings.flatMap(({ waiver, check, rule, subject, message }) =>
    waiver === undefined ? [] : [{ kind: 'waiver', subject: `${check} ${subject}`, rule, text: message }],
  );
}
