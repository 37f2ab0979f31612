import type { DiagnosisBundle } from '../../contract/index.js';
import { tableLines } from './operation.js';
import { wrap, type Style } from './style.js';

/** The evidence for reading: tables, messages, and what could not be read. */
export function diagnosisLines(bundle: DiagnosisBundle, style: Style): string[] {
  const { bold, yellow } = style.colors;
  return [
    bold(`Diagnosis of ${bundle.host ?? bundle.estate} at ${bundle.at}`),
    ...tableLines(bundle.tables, style),
    ...bundle.messages.flatMap(({ subject, lines }) => [
      '',
      bold(`Messages about ${subject}`),
      ...(lines.length === 0
        ? ['  none']
        : lines.flatMap((line) => wrap(line, style.width - 2, '  ').map((it) => `  ${it}`))),
    ]),
    ...(bundle.unreadable.length === 0 ? [] : ['', bold('Could not be read')]),
    ...bundle.unreadable.flatMap(({ subject, reason }) =>
      wrap(`${subject}: ${reason}`, style.width - 2, '  ').map((it) => yellow(`  ${it}`)),
    ),
  ];
}
