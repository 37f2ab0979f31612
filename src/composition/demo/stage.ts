import { confirm, isCancel } from '@clack/prompts';
import { eventLine } from '../../cli/render/events.js';
import { debtLines } from '../../cli/render/debts.js';
import { operationPlanLines } from '../../cli/render/operation.js';
import { styleFor } from '../../cli/render/style.js';
import type { HostDebt, OperationPlan, RunEvent, RunStatus } from '../../cli/client/types.js';
import { createRunSource } from '../../cli/watch/source.js';
import { watchRun } from '../../cli/watch/watch-run.js';
import type { OperationRequest, UpgradeRequest } from '../../contract/index.js';
import { LAB_ESTATE } from '../lab-estate.js';
import { createLabPeople } from './lab-people.js';
import type { Login } from './service-process.js';

/** Where a demonstration is played: a service on a lab, somebody who asks, and somebody else who approves. */
export interface Stage {
  readonly operator: Login;
  readonly approver: Login;
  /** Address of the lab's control API. */
  readonly control: string;
  /** True = the approver of the lab says yes, nobody at the terminal is asked. */
  readonly yes: boolean;
}

/** Something went otherwise than the demonstration shows. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed';
}

export type Director = ReturnType<typeof createDirector>;

/** What scenarios are written with: upgrades and operations through the REST API, orders to the lab, words to the audience. */
export function createDirector(stage: Stage) {
  const { operator, approver, control } = stage;
  const runIds: string[] = [];
  const style = () => styleFor({ ...process, isTTY: process.stdout.isTTY });
  const say = (text: string): void => console.log(text);

  /** Prints the story as it goes and decides at the gates, as somebody other than the requester. */
  async function follow(
    { runId, planHash }: { runId: string; planHash: string },
    look: (status: RunStatus) => Promise<void> = () => Promise.resolve(),
  ): Promise<RunStatus> {
    runIds.push(runId);
    const asked = new Set<string>();
    const people = createLabPeople(control, async (question) => {
      if (!stage.yes) return ask(`${question}?`);
      say(`    ${question}: yes`);
      return true;
    });
    const decide = async (run: RunStatus): Promise<void> => {
      const gate = run.gates.find(({ id, state }) => state === 'open' && !asked.has(id));
      if (gate === undefined) return;
      asked.add(gate.id);
      for (const line of gate.evidence ?? []) say(`    ${line}`);
      const yes = stage.yes || (await ask(`${gate.title}?`));
      await approver.api.decideGate(runId, gate.id, {
        verdict: yes ? 'approved' : 'rejected',
        planHash,
        reason: yes ? 'looked at the evidence' : 'not now',
      });
    };
    const deciding: Promise<void>[] = [];
    const run = await watchRun(
      createRunSource(operator.http, runId),
      {
        event: (event) => say(eventLine(event)),
        picture: (status) => void deciding.push(decide(status), people.answer(status), look(status)),
        trouble: (text) => {
          if (text !== null) console.error(text);
        },
      },
      { signal: new AbortController().signal, intervalMs: 500, retryMs: 200, giveUpMs: 60_000 },
    );
    await Promise.all(deciding);
    return run;
  }

  const director = {
    say,
    follow,
    /** Everything that the runs of this demonstration told, in their order. */
    events: async (): Promise<readonly RunEvent[]> =>
      (await Promise.all(runIds.map((id) => operator.api.events(id)))).flat(),
    /** Requests an upgrade of the lab's estate and follows it to its end. */
    async upgrade(request: Omit<UpgradeRequest, 'estate'>): Promise<RunStatus> {
      const asked = { ...request, estate: LAB_ESTATE };
      const run = await operator.api.startRun({ request: asked, reason: 'demonstration in the lab' });
      const of = `Run ${run.runId} of plan ${run.planHash.slice(0, 12)}`;
      say(`${of}, ${run.findings.length} findings to note`);
      return follow(run);
    },
    /** Requests an upgrade, and aborts it when this host is parked: what is left is for another scenario. @throws DemoFailed */
    async upgradeUntilParked(request: Omit<UpgradeRequest, 'estate'>, host: string): Promise<RunStatus> {
      const asked = { ...request, estate: LAB_ESTATE };
      const run = await operator.api.startRun({ request: asked, reason: 'demonstration in the lab' });
      let isAborted = false;
      const ended = await follow(run, async ({ parkings = [] }) => {
        const parked = parkings.find(({ subject }) => subject === host);
        if (parked === undefined || isAborted) return;
        isAborted = true;
        say(`    ${host} is parked: ${parked.problem}; the run is aborted`);
        await operator.api.steer(run.runId, 'abort', { reason: `${host} cannot be upgraded` });
      });
      expectThat(ended.state === 'aborted', `the upgrade ended ${ended.state}, without ${host} being parked`);
      return ended;
    },
    /** Plans an operation and shows the plan; starts nothing. */
    async plan(request: Asked): Promise<OperationPlan> {
      const asked = { ...request, estate: LAB_ESTATE, reason: 'demonstration in the lab' };
      const plan = await operator.api.planOperation(asked as OperationRequest);
      say(['', ...operationPlanLines(plan, style()), ''].join('\n'));
      return plan;
    },
    /** Plans an operation, starts it, and follows it to its end. @throws DemoFailed when it does not succeed */
    async carryOut(request: Asked): Promise<RunStatus> {
      const { hash } = await director.plan(request);
      const ended = await follow(await operator.api.startOperation({ estate: LAB_ESTATE, planHash: hash }));
      expectThat(ended.state === 'succeeded', `${request.kind} ended ${ended.state}: ${ended.outcome ?? ''}`);
      return ended;
    },
    /** Reads both sides and shows who owes a full boot. */
    async debts(): Promise<readonly HostDebt[]> {
      await operator.api.survey(LAB_ESTATE);
      const { items } = await operator.api.debts(LAB_ESTATE);
      say(['', ...debtLines(items, style()), ''].join('\n'));
      return items;
    },
    /** What the lab's control API shows. */
    async look(path: string): Promise<unknown> {
      const answer = await fetch(`${control}${path}`);
      expectThat(answer.ok, `the lab does not show ${path}`);
      return answer.json();
    },
    /** What somebody in the data centre, or another administrator, does in the lab. @throws DemoFailed when refused */
    async order(path: string, body: object): Promise<unknown> {
      const answer = await fetch(`${control}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      expectThat(answer.ok, `the lab refused ${path}: ${text}`);
      return text === '' ? undefined : (JSON.parse(text) as unknown);
    },
  };
  return director;
}

/** An operation's kind and parameters; estate and reason are those of the demonstration. */
type Asked = Pick<OperationRequest, 'kind' | 'parameters'>;

/** @throws DemoFailed */
export function expectThat(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new DemoFailed(otherwise);
}

async function ask(message: string): Promise<boolean> {
  const answer = await confirm({ message });
  return !isCancel(answer) && answer;
}
