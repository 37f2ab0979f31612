import type { Finding } from '../client/types.js';
import { count, wrap, type Style } from './style.js';

const ORDER = ['blocker', 'warning', 'info'] as const;

/** Counts first, then blockers, warnings and information; each with rule, subject and what to do. */
export function findingLines(findings: readonly Finding[], style: Style): string[] {
  if (findings.length === 0) return [style.colors.green('No findings.')];
  const amount = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length;
  const head = `${count(amount('blocker'), 'blocker')}, ${count(amount('warning'), 'warning')}, ${amount('info')} for information`;
  return [
    style.colors.bold(head),
    ...ORDER.flatMap((severity) =>
      findings
        .filter((finding) => finding.severity === severity)
        .flatMap((finding) => findingText(finding, style)),
    ),
  ];
}

function findingText(finding: Finding, style: Style): string[] {
  const paint = { blocker: style.colors.red, warning: style.colors.yellow, info: style.colors.dim }[
    finding.severity
  ];
  const [first = '', ...more] = wrap(
    `${finding.subject}: ${finding.message}`,
    style.width - 18,
    ' '.repeat(18),
  );
  return [
    `  ${paint(finding.severity.padEnd(8))} ${finding.rule.padEnd(6)} ${first}`,
    ...more,
    ...wrap(finding.remedy, style.width - 20).map((line) => ' '.repeat(20) + line),
  ];
}
