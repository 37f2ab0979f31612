import { setHandler } from '@temporalio/workflow';
import { HOST_SAFE_POINTS, type HostSafePoint, type SubjectDecision } from '../../domain/model/decision.js';
import type { LedgerRow } from '../../domain/model/inventory.js';
import { imageTrustedSignal } from '../messages.js';
import { Aborted, beginUnit, Decided } from '../unit.js';
import { createGuards } from './guards.js';
import type { HostResult, UpgradeHostInput } from './input.js';
import { hostParkable } from './parks.js';
import { beginHostProgress } from './progress.js';
import type { Journey } from './journey.js';
import { createStages } from './stages.js';

/**
 * One ESXi host from its present version to the plan's: guards, evacuation, remediation, attestation, back to work.
 * Each is a safe point: whoever decides may start again there, for each looks before it acts. The workflow's ID is the
 * lock on the host.
 *
 * @rule ORD-7, ORD-8, DG-7, DG-8, DG-9, QB-3
 */
export async function upgradeHost(input: UpgradeHostInput): Promise<HostResult> {
  const { context, step } = input;
  const { host } = step;
  const progress = beginHostProgress(step);
  const guards = createGuards(input);
  let at: HostSafePoint = 'guards';
  const journey: Journey = {
    isImageTrusted: !step.isTestHost || step.imageFile !== undefined,
    hasBegun: false,
    isGivenBack: false,
  };
  const unit = beginUnit(context, host.name, {
    control: input.control,
    onWaiting: progress.waiting,
    telling: () => ({ progress: progress.current }),
    parkable: hostParkable(context, step, guards, () => ({ ...journey, at })),
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
  const stages = createStages({ input, unit, guards, progress, journey, tell });

  for (;;) {
    try {
      const row = await travel();
      await unit.story.flush();
      return { result: 'done', ledgerRow: row };
    } catch (error) {
      if (error instanceof Aborted) return leave();
      if (!(error instanceof Decided)) throw error;
      const { choice, from } = error.decision;
      tell(`${host.name}: ${choice}${from === undefined ? '' : ` ${from}`}, by ${error.decision.by}`);
      if (choice === 'skip') return skip(error.decision);
      journey.isGivenBack = choice === 'give-back';
      if (choice === 'retry-from') journey.again = { afterMs: Date.now() };
      if (choice === 'give-back') at = takenBack();
      else at = HOST_SAFE_POINTS.find((point) => point === from) ?? at;
    }
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
    if (!journey.hasBegun) {
      progress.ended('planned');
      tell(`${host.name}: not started, the run ends early`);
      await unit.story.flush();
      return { result: 'not-started' };
    }
    const text = `${host.name} was left while ${phase}, as the run ended early; it is or may be in maintenance mode`;
    progress.left(text);
    tell(text);
    await unit.story.flush();
    return { result: 'left', text };
  }
}

function following(at: HostSafePoint): HostSafePoint | undefined {
  return HOST_SAFE_POINTS[HOST_SAFE_POINTS.indexOf(at) + 1];
}
