import type { Parking, RunStatus } from '../client/types.js';
import { wrap, type Style } from './style.js';
import { duration, secondsBetween, timestamp } from './time.js';

/** One parked subject in the picture of a run: what failed, and what may be decided. */
export function parkingLines(parking: Parking, runId: string, style: Style): string[] {
  const { subject, step, problem, rule, since, decided } = parking;
  const age = duration(secondsBetween(since, undefined, style.now));
  const next =
    decided === undefined
      ? `you may decide: ${parking.choices.map(({ choice }) => choice).join(', ')}; see vta host show ${runId} ${subject}`
      : `decided by ${decided.by}: ${decided.choice}; it is carried out`;
  return [
    ...wrap(`${subject}: ${step}: ${problem} [${rule}] (${age})`, style.width - 2, '  ').map((line) =>
      style.colors.red(line),
    ),
    ...wrap(next, style.width - 4, '  ').map((line) => `  ${line}`),
  ];
}

/** Everything that is known of one parked subject, each choice with the command that takes it. */
export function parkingDetail(parking: Parking, run: Pick<RunStatus, 'runId'>, style: Style): string[] {
  const { colors, width } = style;
  const item = (text: string): string[] => wrap(text, width - 4, '  ').map((line) => `  ${line}`);
  const part = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', colors.bold(title), ...lines];
  const { subject, kind, role, step, problem, rule, since, decided } = parking;
  return [
    `${colors.bold(subject)}  parked ${kind}${role === undefined ? '' : `, ${role} side`}, since ${timestamp(since)}`,
    ...part('Problem', item(`${step}: ${problem} [${rule}]`)),
    ...part('Messages of vCenter', parking.messages.flatMap(item)),
    ...part('Log files to read', parking.logFiles.flatMap(item)),
    ...(decided === undefined
      ? []
      : part('Decided', item(`${decided.choice}, by ${decided.by}: ${decided.reason}`))),
    ...part(
      'You may decide',
      parking.choices.flatMap((one) => [
        ...item(`${one.choice}: ${one.text}`),
        ...commandsOf(run.runId, subject, one).map((command) => `    ${colors.cyan(command)}`),
      ]),
    ),
    ...part(
      'Not offered',
      (parking.notOffered ?? []).flatMap(({ choice, text, rule: why }) =>
        item(`${choice}: ${text} [${why}]`),
      ),
    ),
  ];
}

function commandsOf(runId: string, subject: string, { choice, from }: Parking['choices'][number]): string[] {
  const command = `vta host decide ${runId} ${subject} ${choice}`;
  const points = from === undefined ? [''] : from.map((point) => ` --from ${point}`);
  return points.map((point) => `${command}${point} --reason "..."`);
}
