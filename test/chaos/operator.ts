import type { Run } from '../../src/cli/client/types.js';
import { CliError, EXIT } from '../../src/cli/exit.js';
import { createLabPeople } from '../../src/composition/demo/lab-people.js';
import type { Decision } from './decisions.js';
import type { RunPlan } from './draw.js';
import type { Stack } from './stack.js';

/** What the automatic operator did, in order; part of the record of a run. */
export interface OperatorAct {
  readonly labTime: string;
  readonly what: string;
}

/**
 * The people of a run: a requester who starts it, an approver who approves each gate that opens, administrators who do
 * by hand what the run asks for, and an operator who decides about what is parked.
 */
export function createOperator(stack: Stack) {
  const { requester, approver, lab } = stack;
  const people = createLabPeople(lab.control, async () => true);
  const acts: OperatorAct[] = [];
  let aborted = false;
  const skipped = new Set<string>();

  const note = async (what: string): Promise<void> => {
    acts.push({ labTime: (await lab.state()).labTime, what });
  };

  return {
    acts,
    /** Asks for the upgrade until somebody answers; the service may die while it plans. */
    async start(
      estate: string,
      text: string,
      plan: Pick<RunPlan, 'request' | 'hostsPerCluster'>,
    ): Promise<string> {
      const atOnce = plan.hostsPerCluster;
      const asked = {
        request: { estate, ...plan.request },
        reason: 'change 4711',
        limits: { concurrency: { perCluster: atOnce, perVCenter: atOnce, global: atOnce } },
      };
      await patiently(async () => {
        const known = await requester.api.estates();
        if (!known.some(({ name }) => name === estate)) await requester.api.addEstate(text);
      });
      return patiently(async () => {
        const [begun] = await requester.api.runs(estate);
        return begun?.runId ?? (await requester.api.startRun(asked)).runId;
      });
    },
    /** Answers what is open at this look; whatever does not arrive is answered again at the next. */
    async look(run: Run): Promise<void> {
      await people.answer(run).catch(() => undefined);
      for (const gate of run.gates.filter(({ state }) => state === 'open')) {
        const body = { verdict: 'approved', planHash: run.planHash, reason: 'evidence seen' } as const;
        const decided = await approver.api.decideGate(run.runId, gate.id, body).then(
          () => true,
          () => false,
        );
        if (decided) await note(`gate ${gate.id} approved`);
      }
    },
    /** Tells the run what is decided about a parked host or vCenter. False when it was not taken, and why is noted. */
    async decide(run: Run, subject: string, decision: Decision): Promise<boolean> {
      const body = { ...decision, planHash: run.planHash, reason: 'looked after by hand' };
      const refusal = await requester.api.decideHost(run.runId, subject, body).then(
        () => undefined,
        (error: unknown) => String(error),
      );
      const { choice, from } = decision;
      const what = `${subject}: ${choice}${from === undefined ? '' : ` from ${from}`}`;
      await note(`${what} ${refusal === undefined ? 'taken' : `refused: ${refusal.slice(0, 200)}`}`);
      if (refusal === undefined && choice === 'skip') skipped.add(subject);
      aborted ||= refusal === undefined && choice === 'abort';
      return refusal === undefined;
    },
    /** Whether somebody decided to end the whole run. */
    hasAborted: () => aborted,
    /** Hosts that somebody decided to leave as they are. */
    skipped,
    async abort(runId: string, reason: string): Promise<void> {
      await requester.api.steer(runId, 'abort', { reason });
      await note('run aborted');
    },
  };
}

export type Operator = ReturnType<typeof createOperator>;

/** A service that is away is asked again. @throws everything else, and its absence after a minute */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  const untilMs = Date.now() + AWAY_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof CliError) || error.exitCode !== EXIT.unreachable || Date.now() > untilMs)
        throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

const AWAY_MS = 120_000;
