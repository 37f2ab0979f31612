import type { Parking, RunStatus, WaitingOn } from '../client/types.js';
import { wrap, type Style } from './style.js';
import { duration, secondsBetween, timestamp } from './time.js';
import { WAITING_WORDS } from './words.js';

/** Whether this is what a parked subject waits for: the picture of a run tells it once, with the parking. */
export function isWaitingOf({ subject, problem, rule }: Parking, waiting: WaitingOn): boolean {
  if (waiting.kind === 'operator-decision' && waiting.subject === subject) return true;
  return waiting.have === problem && waiting.rule === rule;
}

/**
 * One parked subject in the picture of a run: what failed and how long ago, what is needed, what may be decided.
 *
 * @param waiting - what it waits for, as far as that is known
 */
export function parkingLines(
  parking: Parking,
  waiting: WaitingOn | undefined,
  runId: string,
  style: Style,
): string[] {
  const { subject, step, problem, rule, since, decided } = parking;
  const age = duration(secondsBetween(since, undefined, style.now));
  // A guard fails because of another host, for instance.
  const other =
    waiting === undefined || waiting.subject === subject
      ? ''
      : `${WAITING_WORDS[waiting.kind]} ${waiting.subject}: `;
  const next =
    decided === undefined
      ? `you may decide: ${parking.choices.map(({ choice }) => choice).join(', ')}; see vta host show ${runId} ${subject}`
      : `decided by ${decided.by}: ${decided.choice}; it is carried out`;
  return [
    ...wrap(`${subject}: ${step}: ${other}${problem} [${rule}] (${age})`, style.width - 2, '  ').map((line) =>
      style.colors.red(line),
    ),
    ...[...(waiting === undefined ? [] : [needed(waiting)]), next]
      .flatMap((text) => wrap(text, style.width - 4, '  '))
      .map((line) => `  ${line}`),
  ];
}

/** What operators may do are the choices. */
function needed({ need, youMay }: WaitingOn): string {
  const others = youMay.filter(({ who }) => who !== 'operator').map(({ who, what }) => `${who} may ${what}`);
  return [`need ${need}`, ...others].join('; ');
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
