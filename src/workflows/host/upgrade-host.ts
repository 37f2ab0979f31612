import { setHandler } from '@temporalio/workflow';
import { HOST_SAFE_POINTS, type HostSafePoint, type SubjectDecision } from '../../domain/model/decision.js';
import type { HostRef, LedgerRow } from '../../domain/model/inventory.js';
import { imageTrustedSignal } from '../messages.js';
import { Aborted, beginUnit, Decided } from '../unit.js';
import { createGuards } from './guards.js';
import type { HostResult, UpgradeHostInput } from './input.js';
import { hostParkable } from './parks.js';
import { beginHostProgress } from './progress.js';
import { startedOver, type Journey } from './journey.js';
import { createRecoveries } from './recovering.js';
import { createStages } from './stages.js';

/**
 * One ESXi host from its present version to the plan's: guards, evacuation, remediation, attestation, back to work.
 * Each is a safe point: whoever decides may start again there, for each looks before it acts. The workflow's ID is the
 * lock on the host.
 *
 * @rule ORD-7, ORD-8, DG-7, DG-8, DG-9, QB-3
 */
export async function upgradeHost(input: UpgradeHostInput): Promise<HostResult> {
  const { context } = input;
  const { host } = input.step;
  const progress = beginHostProgress(input.step);
  let at: HostSafePoint = 'guards';
  /** Why it waited last; when it is parked: why. */
  let problem = '';
  const journey: Journey = {
    isImageTrusted: !input.step.isTestHost || input.step.imageFile !== undefined,
    hasBegun: false,
    isGivenBack: false,
  };
  let step = input.step;
  let guards = createGuards(input);
  const parkable = hostParkable(
    context,
    step,
    () => ({ host: step.host, guards }),
    () => {
      const { standing } = recoveries;
      return { ...journey, at, ...(standing === undefined ? {} : { recovery: standing }) };
    },
  );
  const unit = beginUnit(context, host.name, {
    control: input.control,
    onWaiting: (waitingOn) => {
      if (waitingOn !== null) problem = waitingOn.have;
      progress.waiting(waitingOn);
    },
    telling: () => ({ progress: progress.current }),
    parkable,
  });
  setHandler(imageTrustedSignal, () => {
    journey.isImageTrusted = true;
  });
  const tell = (text: string, ledger?: LedgerRow): void => {
    const more = {
      data: { phase: progress.current.phase },
      progress: { ...progress.current, timings: unit.timings },
    };
    unit.story.tell(
      'host.phase',
      host.name,
      text,
      ledger === undefined ? more : { ...more, ledger: [ledger] },
    );
  };
  const recoveries = createRecoveries(input, unit);
  let stages = createStages({ input, unit, guards, progress, journey, tell });

  let next = travel;
  for (;;) {
    try {
      const row = await next();
      await unit.story.flush();
      return { result: 'done', ledgerRow: row };
    } catch (error) {
      if (error instanceof Aborted) return leave();
      if (!(error instanceof Decided)) throw error;
      const { decision } = error;
      const { choice, from } = decision;
      tell(`${host.name}: ${choice}${from === undefined ? '' : ` ${from}`}, by ${decision.by}`);
      if (choice === 'skip') return skip(decision);
      next = choice === 'recover' ? () => recover(decision) : travel;
      journey.isGivenBack = choice === 'give-back';
      if (choice === 'retry-from') journey.again = { afterMs: Date.now() };
      if (choice === 'give-back') at = takenBack();
      else at = HOST_SAFE_POINTS.find((point) => point === from) ?? at;
    }
  }

  /** Recovers it, and asks a person what comes next; nothing is upgraded without a word. @rule REC-0 */
  async function recover(decision: SubjectDecision): Promise<LedgerRow> {
    const { phase } = progress.current;
    progress.phase('recovering');
    tell(`${host.name}: its recovery is planned, decided by ${decision.by}`);
    const after = await recoveries.run(decision, step, problem);
    if (after.host === undefined) {
      if (recoveries.standing !== 'unfinished') progress.phase(phase);
    } else becomes(after.host);
    tell(`${host.name}: ${after.question.have}`);
    const wish = await unit.untilDecided('recovery', after.question);
    recoveries.goesOn();
    if (after.host === undefined) {
      journey.isGivenBack = wish === 'look';
      journey.again = { afterMs: Date.now() };
    }
    return travel();
  }

  /** It was added to its cluster again: another moid, and nothing of its upgrade has begun. */
  function becomes(known: HostRef): void {
    step = { ...step, host: known };
    const { ledgerRow: _, ...rest } = input;
    const anew = { ...rest, step };
    guards = createGuards(anew);
    startedOver(journey);
    stages = createStages({ input: anew, unit, guards, progress, journey, tell });
    progress.recovered(known.moid, step.expects.installed);
    at = 'guards';
  }

  /** From where it stands to the end. @returns the host's last row of the ledger */
  async function travel(): Promise<LedgerRow> {
    let row = await stages[at]();
    for (let next = following(at); next !== undefined; next = following(at)) {
      at = next;
      // What the guards saw before a long pause may no longer be so; after the boot nothing is taken out of service.
      if ((await unit.stoodBetweenSteps()) && (at === 'evacuation' || at === 'remediation')) at = 'guards';
      row = await stages[at]();
    }
    if (row === undefined) throw new Error('a host ended its upgrade without a row');
    return row;
  }

  /** What a person did counts as the run's own doing, and nothing is started: it is only looked at. */
  function takenBack(): HostSafePoint {
    journey.hasBegun = true;
    guards.begun();
    return journey.before === undefined ? 'guards' : 'remediation';
  }

  async function skip(decision: SubjectDecision): Promise<HostResult> {
    const state = journey.hasBegun
      ? `it was left while ${progress.current.phase} and is or may be in maintenance mode`
      : recoveries.standing === 'done'
        ? `it was recovered, is in service on ${step.expects.installed}, and was not upgraded`
        : 'nothing was done to it';
    const text = `${host.name} was skipped by ${decision.by}: ${decision.reason}; ${state}`;
    progress.skipped(text);
    tell(text, journey.row);
    await unit.story.flush();
    const ledgerRow = journey.row ?? input.ledgerRow;
    return { result: 'skipped', text, ...(ledgerRow === undefined ? {} : { ledgerRow }) };
  }

  async function leave(): Promise<HostResult> {
    const { phase } = progress.current;
    if (recoveries.left !== undefined)
      return left(`${host.name} was left in its recovery: ${recoveries.left}`);
    if (!journey.hasBegun) {
      progress.ended('planned');
      tell(`${host.name}: not started, the run ends early`);
      await unit.story.flush();
      return { result: 'not-started' };
    }
    return left(
      `${host.name} was left while ${phase}, as the run ended early; it is or may be in maintenance mode`,
    );
  }

  async function left(text: string): Promise<HostResult> {
    progress.left(text);
    tell(text);
    await unit.story.flush();
    return { result: 'left', text };
  }
}

function following(at: HostSafePoint): HostSafePoint | undefined {
  return HOST_SAFE_POINTS[HOST_SAFE_POINTS.indexOf(at) + 1];
}
