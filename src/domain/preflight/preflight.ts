import { byText } from '../compare.js';
import type { Finding, Severity } from '../model/finding.js';
import { contextOf, type PreflightInput } from './check.js';
import { CHECKS } from './table.js';
import { withWaivers } from './waivers.js';

const WEIGHT: Readonly<Record<Severity, number>> = { blocker: 0, warning: 1, info: 2 };

/**
 * Looks at everything that could stop or harm the upgrade. All checks run and all report: blockers first, then
 * warnings, then notes, each by rule and subject, whatever the order of the inventory. What somebody has waived by the time
 * of the inventory is a warning.
 */
export function preflight(input: PreflightInput): Finding[] {
  const context = contextOf(input);
  const findings = CHECKS.flatMap(({ run }) => run(context));
  return withWaivers(findings, input.waivers ?? [], input.inventory.readAt).toSorted(
    (a, b) =>
      WEIGHT[a.severity] - WEIGHT[b.severity] ||
      byText(a.rule, b.rule) ||
      byText(a.subject, b.subject) ||
      byText(a.check, b.check) ||
      byText(a.message, b.message),
  );
}
