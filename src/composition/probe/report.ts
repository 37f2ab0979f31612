import { count, wrap, type Style } from '../../cli/render/style.js';
import { table } from '../../cli/render/table.js';
import type { ProbeFinding, Verdict } from '../../probe/finding.js';
import type { Observed } from '../../probe/observed.js';

const words: Readonly<Record<Verdict, string>> = {
  'as-assumed': 'as assumed',
  different: 'different',
  'not-seen': 'not seen',
};

/** A table of all checks, then each difference in full, then what could not be read. */
export function probeReport(
  { estate, unreadable }: Observed,
  findings: readonly ProbeFinding[],
  style: Style,
): string {
  const { colors, width } = style;
  const different = findings.filter(({ verdict }) => verdict === 'different');
  const rows = findings.map(({ check, subject, verdict, found }) => [check, words[verdict], subject, found]);
  const paragraph = (label: string, text: string): string[] => {
    const indent = ' '.repeat(12);
    return wrap(text, width - indent.length, indent).map((line, index) =>
      index === 0 ? `  ${label.padEnd(10)}${line}` : line,
    );
  };
  return [
    `Estate ${estate.name}: ${count(findings.length, 'finding')}, ${different.length} different from what we assume`,
    '',
    table(['check', 'verdict', 'subject', 'found'], rows, style),
    ...different.flatMap((finding) => [
      '',
      colors.yellow(`${finding.check}: ${finding.subject}`),
      ...paragraph('assumed', finding.assumed),
      ...paragraph('found', finding.found),
      ...paragraph('means', finding.means),
      ...paragraph('where', finding.where),
    ]),
    ...(unreadable.length === 0 ? [] : ['', colors.red(`Not readable: ${count(unreadable.length, 'part')}`)]),
    ...unreadable.flatMap(({ vcenter, part, cluster, reason }) => [
      `  ${vcenter}, ${cluster === undefined ? part : `${part} ${cluster}`}:`,
      ...wrap(reason, width - 4).map((line) => `    ${line}`),
    ]),
    '',
  ].join('\n');
}
