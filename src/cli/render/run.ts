import { isFinal } from '../client/types.js';
import type { Debt, HostProgress, Residue, RunStatus, TierStatus, WaitingOn } from '../client/types.js';
import { stepLines } from './operation.js';
import { isWaitingOf, parkingLines } from './parking.js';
import { clip, wrap, type Style } from './style.js';
import { timeSplitText, waitedText } from './time-split.js';
import { duration, secondsBetween, timestamp } from './time.js';
import { waitingLines } from './waiting.js';
import { isInHand, PHASE_WORDS, runState, TIER_NAMES } from './words.js';

const BAR_CELLS = 20;

/** A run's status, and why it is only the last recorded one, if it is. */
type ShownRun = RunStatus & { readonly notLiveBecause?: string };

/** The picture of a run: head line, tiers with progress, hosts in hand, what is being waited for. Lines, no break. */
export function runFrame(run: ShownRun, hosts: readonly HostProgress[], style: Style): string[] {
  // Once it has ended there is nothing to decide any more.
  const parkings = isFinal(run.state) ? [] : (run.parkings ?? []);
  const isTold = (waiting: WaitingOn): boolean => parkings.some((parking) => isWaitingOf(parking, waiting));
  const reason = run.reason === undefined || isTold(run.reason) ? undefined : run.reason;
  const inHand = hosts.filter(({ host }) => !parkings.some(({ subject }) => subject === host.name));
  return [
    ...headLines(run, style),
    '',
    ...run.tiers.flatMap((tier, index) => tierLines(tier, index + 1, style)),
    ...stepLines(run.steps ?? [], style),
    ...section('Hosts in hand', handLines(inHand, style), style),
    ...section('Waiting', reason === undefined ? [] : waitingLines(reason, style), style),
    ...section(
      'Parked',
      parkings.flatMap((parking) => {
        const waiting = run.waitingOn.find((one) => isWaitingOf(parking, one));
        return parkingLines(parking, waiting, run.runId, style);
      }),
      style,
    ),
    ...section(
      reason === undefined ? 'Waiting' : 'Also waiting',
      run.waitingOn
        .filter((waiting) => !isSame(waiting, reason) && !isTold(waiting))
        .flatMap((waiting) => waitingLines(waiting, style)),
      style,
    ),
    ...section(
      'Left open',
      run.debts.flatMap((debt) => debtLines(debt, style)),
      style,
    ),
    ...section('Left behind', residueLines(run.residue ?? [], style), style),
    ...(run.outcome === undefined ? [] : ['', ...wrap(run.outcome, style.width)]),
  ];
}

function headLines(run: ShownRun, style: Style): string[] {
  const elapsed = duration(secondsBetween(run.startedAt, run.endedAt, style.now));
  const { bold, yellow } = style.colors;
  const stale = run.notLiveBecause && !isFinal(run.state) ? `as last recorded: ${run.notLiveBecause}` : '';
  return [
    `${bold(`Run ${run.runId}`)}  ${runState(run.state, style)}`,
    ...(run.operation === undefined ? [] : [clip(`operation ${run.operation}`, style.width)]),
    clip(
      `estate ${run.estate}  plan ${shortHash(run.planHash)}  by ${run.requestedBy}  ` +
        `since ${timestamp(run.startedAt)} (${elapsed})`,
      style.width,
    ),
    ...(run.time === undefined ? [] : [clip(timeSplitText(run.time, style.now), style.width)]),
    ...(stale ? wrap(stale, style.width, '  ').map((line) => yellow(line)) : []),
  ];
}

function tierLines(tier: TierStatus, position: number, style: Style): string[] {
  const { colors } = style;
  const share = tier.total === 0 ? Number(tier.state === 'done') : tier.done / tier.total;
  const filled = Math.round(share * BAR_CELLS);
  const bar = colors.green('█'.repeat(filled)) + colors.dim('░'.repeat(BAR_CELLS - filled));
  const spent = tier.startedAt ? duration(secondsBetween(tier.startedAt, tier.endedAt, style.now)) : '';
  const state = { planned: colors.dim, running: colors.cyan, done: colors.green, failed: colors.red }[
    tier.state
  ];
  const figures = `${tier.done}/${tier.total}`.padStart(9);
  const skipped = tier.skipped === undefined ? '' : `  ${tier.skipped} skipped`;
  const name = TIER_NAMES[tier.kind].padEnd(24);
  const line =
    `  ${position} ${name} ${state(tier.state.padEnd(8))} ${bar} ${figures}${skipped}  ${spent}`.trimEnd();
  const waited = tier.time === undefined ? '' : waitedText(tier.time, style.now);
  return waited === '' ? [line] : [line, colors.dim(clip(`    of it ${waited}`, style.width))];
}

function isSame(a: WaitingOn, b: WaitingOn | undefined): boolean {
  return a.kind === b?.kind && a.subject === b.subject;
}

function handLines(hosts: readonly HostProgress[], style: Style): string[] {
  const inHand = hosts.filter(({ phase }) => isInHand(phase));
  const width = Math.min(36, Math.max(0, ...inHand.map(({ host }) => host.name.length)));
  return inHand.flatMap((one) => {
    const spent = one.startedAt ? duration(secondsBetween(one.startedAt, one.endedAt, style.now)) : '';
    const cells = [
      clip(one.host.name, width).padEnd(width),
      PHASE_WORDS[one.phase].padEnd(19),
      spent.padEnd(11),
    ];
    const line = clip(`${cells.join('  ')}  ${one.cluster}`, style.width - 2);
    const problem =
      one.problem === undefined ? [] : [`  ${style.colors.red(clip(one.problem, style.width - 4))}`];
    const waiting = one.waitingOn ? waitingLines(one.waitingOn, { ...style, width: style.width - 2 }) : [];
    return [line, ...problem, ...waiting.map((text) => `  ${text}`)];
  });
}

/** One debt, continued below itself where it is long. */
export function debtLines({ rule, subject, text }: Debt, style: Style): string[] {
  return wrap(`${rule} ${subject}: ${text}`, style.width - 2, '  ');
}

/** What a run that ended early has left in the estate, each with what to do about it. */
export function residueLines(residue: readonly Residue[], style: Style): string[] {
  return residue.flatMap(({ rule, subject, text, whatToDo }) =>
    wrap(`${rule} ${subject}: ${text.replace(/\.$/, '')}. ${whatToDo}`, style.width - 2, '  '),
  );
}

function section(title: string, lines: readonly string[], { colors }: Style): string[] {
  return lines.length === 0 ? [] : ['', colors.bold(title), ...lines.map((line) => `  ${line}`)];
}

/** The first 12 characters name a plan well enough for people. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
