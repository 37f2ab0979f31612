import type { HostProgress, Run } from '../../src/cli/client/types.js';
import { isFinal } from '../../src/cli/client/types.js';
import { CliError, EXIT } from '../../src/cli/exit.js';
import { labEstateText } from '../../src/composition/lab-estate.js';
import type { RunPlan } from './draw.js';
import { createInjector, type Struck } from './injector.js';
import type { LabClient } from './lab.js';
import { createOperator, patiently, type OperatorAct } from './operator.js';
import { isMovement, pending, positionOf } from './pending.js';
import { createRepairs } from './repairs.js';
import { startStack, type Stack, type StackOptions } from './stack.js';

/** How a run ended. `stuck`: it did not. */
export type End = 'succeeded' | 'parked' | 'refused' | 'stuck';

/** What a run left behind, to be judged. */
export interface Played {
  readonly end: End;
  readonly run: Run | undefined;
  readonly hosts: readonly HostProgress[];
  readonly struck: readonly Struck[];
  readonly acts: readonly OperatorAct[];
  /** What was missing when nothing moved any more, by name. */
  readonly missing: readonly string[];
  /** Faults that stayed to the end. */
  readonly permanent: readonly string[];
  /** It still moved when its wall time was over: nothing is known about its end. */
  readonly isTimeOver?: boolean;
  /** Why it was refused, or why the chaos itself could not go on. */
  readonly reason?: string;
  readonly wallSeconds: number;
}

/** Nothing has moved for so long, in lab hours and in wall seconds: it is not going to. */
const STILL_LAB_HOURS = 6;
const STILL_WALL_MS = 90_000;
/** Beyond the promise nothing is expected to move. */
const STILL_BEYOND_MS = 8_000;
/** Slowest pace that is drawn: at it the two limits are the same time. */
const LEAST_SPEED = 400;
/** A run that still goes on after this is called one that does not end. */
const RUN_WITHIN_MS = 900_000;
const LOOK_EVERY_MS = 150;
const ESTATE = 'lab';

/** Wall milliseconds after which a run is given up: in all, and since something moved. */
interface Patience {
  readonly withinMs: number;
  readonly stillMs: number;
}

/** Plays one plan on processes of its own and gives them to `judge` while they are still there. */
export async function playRun<T>(
  plan: RunPlan,
  options: Pick<StackOptions, 'dir' | 'product' | 'env' | 'recording'>,
  judge: (stack: Stack, played: Played) => Promise<T>,
  prepare: (stack: Stack) => void = () => {},
  patience: Patience = { withinMs: RUN_WITHIN_MS, stillMs: STILL_WALL_MS },
): Promise<T> {
  const stack = await startStack({ ...options, ...plan });
  try {
    prepare(stack);
    return await judge(stack, await play(stack, plan, patience));
  } finally {
    await stack.stop();
  }
}

async function play(stack: Stack, plan: RunPlan, { withinMs, stillMs }: Patience): Promise<Played> {
  const startedMs = Date.now();
  const operator = createOperator(stack);
  const injector = createInjector(stack, plan);
  const repairs = createRepairs(stack, plan, injector, operator);
  const { requester } = stack;
  const ended = async (
    end: End,
    run: Run | undefined,
    more: { readonly missing?: readonly string[]; readonly reason?: string } = {},
  ): Promise<Played> => ({
    end,
    run,
    hosts: run === undefined ? [] : await patiently(() => requester.api.hosts(run.runId)),
    struck: injector.struck,
    acts: operator.acts,
    missing: more.missing ?? [],
    permanent: injector.faultsOn().map(({ id }) => id),
    wallSeconds: (Date.now() - startedMs) / 1000,
    isTimeOver: end === 'stuck' && Date.now() > startedMs + withinMs,
    ...(more.reason === undefined ? {} : { reason: more.reason }),
  });

  await injector.arm();
  let runId: string;
  try {
    runId = await operator.start(ESTATE, labEstateText(stack.line), plan);
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode !== EXIT.refused) throw error;
    return ended('refused', undefined, { reason: error.message });
  }
  await injector.armFaults();

  // Safety: faults strike until the run ends or nothing moves.
  const watch = createWatch(stack, runId, {
    untilMs: startedMs + withinMs,
    stillMs: plan.beyondPromise ? STILL_BEYOND_MS : stillMs,
  });
  let run = await watch((now, { isStill }) => {
    if (isFinal(now.state)) return true;
    const isParked = now.state === 'needs-operator' && !injector.isBusy();
    return isStill || (isParked && repairs.isAllThatIsLeft(now));
  }, look);
  // Liveness: what can be healed is healed; what is permanent stays; now it must end.
  await injector.heal();
  repairs.begin();
  run = await watch((now, { isStill }) => {
    return isFinal(now.state) || isStill || (now.state === 'needs-operator' && repairs.isAllThatIsLeft(now));
  }, look);

  if (run.state === 'succeeded') return ended('succeeded', run);
  if (!isFinal(run.state) && saysWhy(run)) {
    const missing = pending(run);
    await operator.abort(runId, 'what is parked is looked at first');
    run = await watch((now, { isStill }) => isFinal(now.state) || isStill, look);
    return isFinal(run.state)
      ? ended('parked', run, { missing })
      : ended('stuck', run, { missing: pending(run) });
  }
  if (run.state === 'rejected') return ended('refused', run, { missing: pending(run) });
  if (run.state === 'aborted' && operator.hasAborted())
    return ended('parked', run, { missing: pending(run) });
  return ended('stuck', run, { missing: pending(run) });

  /** It waits for something that will not come, names it, and tells what people may do. */
  function saysWhy({ waitingOn, parked }: Run): boolean {
    const staying = [
      ...injector
        .faultsOn()
        .filter(({ isPermanent }) => isPermanent)
        .map(({ target }) => target),
      ...operator.skipped,
    ];
    if (staying.some((target) => parked?.includes(target))) return true;
    return waitingOn.some(
      ({ youMay, subject, have }) =>
        youMay.length > 0 &&
        (plan.beyondPromise || staying.some((target) => subject === target || have.includes(target))),
    );
  }

  async function look(now: Run): Promise<void> {
    await operator.look(now);
    await repairs.look(now);
  }
}

interface Moment {
  /** Nothing has moved for the limit. */
  readonly isStill: boolean;
}

/** Looks at a run until it is as wanted, or nothing moves, or its time is over; `meanwhile` after each look. */
function createWatch(
  { requester, lab }: Stack,
  runId: string,
  limits: { readonly untilMs: number; readonly stillMs: number },
) {
  const movements = countMovements(lab);
  let run: Run | undefined;
  return async (
    isOver: (run: Run, moment: Moment) => boolean,
    meanwhile: (run: Run) => Promise<void>,
  ): Promise<Run> => {
    let position = '';
    let since = { labMs: await lab.labTimeMs(), wallMs: Date.now() };
    for (;;) {
      // The service may be away for a moment because it has been killed.
      run = (await requester.api.run(runId).catch(() => undefined)) ?? run;
      const now = { labMs: await lab.labTimeMs(), wallMs: Date.now() };
      const next = positionOf(await movements(), run);
      if (next !== position) {
        position = next;
        since = now;
      }
      const isStill =
        (now.labMs - since.labMs > Math.min(STILL_LAB_HOURS * 3_600_000, limits.stillMs * LEAST_SPEED) &&
          now.wallMs - since.wallMs > limits.stillMs) ||
        now.wallMs > limits.untilMs;
      if (run === undefined) {
        if (isStill) throw new Error(`the service never told of run ${runId}`);
      } else {
        if (isOver(run, { isStill })) return run;
        await meanwhile(run);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  };
}

function countMovements(lab: LabClient): () => Promise<number> {
  let seen = 0;
  let count = 0;
  return async () => {
    const lines = await lab.journal(seen);
    seen = lines.at(-1)?.seq ?? seen;
    count += lines.filter(({ effect }) => isMovement(effect)).length;
    return count;
  };
}
