import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isFinal, type Run } from '../../../src/cli/client/types.js';
import { labEstateText } from '../../../src/composition/lab-estate.js';
import { eventually } from '../../support/eventually.js';
import { cliOf } from '../../support/e2e-cli.js';
import { redact } from '../../stories/redactions.js';
import type { Strike } from '../draw.js';
import { storyPlan } from '../fixed-plans.js';
import { createInjector } from '../injector.js';
import { logLines } from '../log-lines.js';
import { createOperator } from '../operator.js';
import { removeStack, startStack, type Stack } from '../stack.js';
import { judgeRun } from '../verdict.js';

const WITHIN_MS = 300_000;

/** A stage on which stories are played: directions and commands, each answered with what it prints. */
export interface Stage {
  direct(direction: string): Promise<string>;
  command(line: string): Promise<string>;
  close(): Promise<void>;
}

/** Words of a direction: `strike effect=apply point=after` gives its values. */
const valuesOf = (words: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      return [word.slice(0, at), word.slice(at + 1).replaceAll('+', ' ')];
    }),
  );

export async function openStage(): Promise<Stage> {
  const dir = await mkdtemp(join(tmpdir(), 'vta-story-'));
  const strikes: Strike[] = [];
  let plan = storyPlan({});
  let stack: Stack | undefined;
  let injector: ReturnType<typeof createInjector> | undefined;
  let operator: ReturnType<typeof createOperator> | undefined;
  let runId = '';
  const closing = { isOver: false };
  /** Reasons for waiting that were shown, and looks that showed none. */
  const shown = { reasons: new Set<string>(), looks: 0, without: 0 };
  const faults = new Map<string, string>();

  const there = (): Stack => stack ?? fail('the story has not said "begin" yet');
  const vta = cliOf(dir);

  async function say(args: readonly string[]): Promise<string> {
    const { stdout, stderr, code } = await vta(...args);
    return `${stdout}${stderr}${code === 0 ? '' : `exit code ${code}\n`}`;
  }

  async function untilRun(what: string, fits: (run: Run) => boolean): Promise<void> {
    const look = async (): Promise<boolean> => {
      const run = await there()
        .requester.api.run(runId)
        .catch(() => undefined);
      return run !== undefined && fits(run);
    };
    await eventually(what, look, WITHIN_MS, 100);
  }

  const DIRECTIONS: Readonly<Record<string, (words: readonly string[]) => Promise<string>>> = {
    async estate(words) {
      plan = storyPlan(valuesOf(words));
      return '';
    },
    async strike(words) {
      const { effect, kind, point, target, occurrence = '1', back_after = '300' } = valuesOf(words);
      const of = { effect, kind, point, target } as unknown as Strike;
      const id = `${effect}/${kind}/${point}`;
      strikes.push({ ...of, id, occurrence: Number(occurrence), backAfterSeconds: Number(back_after) });
      return '';
    },
    async begin() {
      plan = { ...plan, strikes };
      stack = await startStack({ ...plan, dir: join(dir, 'run') });
      injector = createInjector(stack, plan);
      operator = createOperator(stack);
      await injector.arm();
      runId = await operator.start('lab', labEstateText(stack.line), plan);
      await say(['login', '--url', stack.requester.api.url.href, '--token-file', stack.tokenFile]);
      return '';
    },
    /** From here on an approver approves each gate that opens, and the run is looked at all the time. */
    async people() {
      const { requester } = there();
      void (async () => {
        while (!closing.isOver) {
          const run = await requester.api.run(runId).catch(() => undefined);
          if (run !== undefined) await operator?.look(run).catch(() => undefined);
          await new Promise((resolve) => setTimeout(resolve, 200));
        }
      })();
      return '';
    },
    async fault(words) {
      const { name = '', ...body } = valuesOf(words);
      const numbers = Object.entries(body).map(([key, value]) => [
        key,
        /^\d+$/.test(value) ? Number(value) : value,
      ]);
      faults.set(
        name,
        (await there().lab.addFault(Object.fromEntries(numbers) as Record<string, unknown>)).id,
      );
      return '';
    },
    async end(words) {
      await there().lab.endFault(faults.get(words[0] ?? '') ?? '');
      return '';
    },
    async wait([what = '', subject = '', value = '']) {
      if (what === 'ended') await untilRun('the end of the run', ({ state }) => isFinal(state));
      else if (what === 'parked')
        await untilRun(
          `${subject} parked`,
          (run) => (run.parked ?? []).includes(subject) && run.waitingOn.length > 0,
        );
      else if (what === 'waiting')
        await untilRun(`waiting for ${subject}`, (run) => run.waitingOn.some(({ kind }) => kind === subject));
      else if (what === 'tier')
        await untilRun(`tier ${subject} ${value}`, (run) =>
          run.tiers.some((it) => it.kind === subject && it.state === value),
        );
      else if (what === 'struck')
        await eventually(
          `${subject} struck`,
          () => injector?.struck.some((one) => one.strike.effect === subject && one.backSeq !== undefined),
          WITHIN_MS,
        );
      else if (what === 'host')
        await eventually(
          `${subject} ${value}`,
          async () => {
            const hosts = await there()
              .requester.api.hosts(runId)
              .catch(() => []);
            return hosts.some(({ host, phase }) => host.name === subject && phase === value);
          },
          WITHIN_MS,
          100,
        );
      else fail(`unknown: wait ${what}`);
      return '';
    },
    /** So many lab days pass; each look at the run in between must show a reason for waiting of this kind. */
    async pass([days = '1', , kind = '']) {
      const { lab, requester } = there();
      const endMs = (await lab.labTimeMs()) + Number(days) * 86_400_000;
      while ((await lab.labTimeMs()) < endMs) {
        const run = await requester.api.run(runId);
        const reasons = run.waitingOn.filter((it) => it.kind === kind);
        shown.looks += 1;
        if (reasons.length === 0) shown.without += 1;
        for (const { subject, need } of reasons) shown.reasons.add(`${subject}: needs ${need}`);
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      const word =
        shown.without === 0
          ? 'each look showed it'
          : `${shown.without} of ${shown.looks} looks did not show it`;
      return [...[...shown.reasons].toSorted(), word].join('\n');
    },
    async abort() {
      await operator?.abort(runId, 'looked at first');
      return '';
    },
    async log(subjects) {
      const journal = await there().lab.journal();
      const struck = injector?.struck ?? [];
      const { sets } = await verdictNow();
      return logLines(journal, struck, sets.adopted)
        .filter((line) => subjects.some((subject) => line.slice(12, 28).trim() === subject))
        .map((line) => line.slice(10))
        .join('\n');
    },
    async verdict() {
      const { referee, sets, differences, failures, played } = await verdictNow();
      return [
        `run ${played.run?.state}`,
        `referee: ${referee.violations.length} violations, ${referee.unknown.length} unknown`,
        ...referee.violations.map(({ rule, subject, text }) => `  ${rule} ${subject}: ${text}`),
        `effects: ${sets.lost.length} lost, ${sets.repeated.length} repeated`,
        `adopted: ${sets.adopted.join(', ') || 'none'}`,
        `shown and not so: ${differences.length}`,
        ...failures.map(({ rule, text }) => `${rule}: ${text}`),
      ].join('\n');
    },
  };

  async function verdictNow() {
    const api = there().requester.api;
    const run = await api.run(runId);
    const ended = run.state === 'aborted' ? 'parked' : 'succeeded';
    const played = {
      end: ended,
      run,
      hosts: await api.hosts(runId),
      struck: injector?.struck ?? [],
      acts: operator?.acts ?? [],
      missing: ended === 'parked' ? ['parked'] : [],
      permanent: [],
      wallSeconds: 0,
    } as const;
    return judgeRun(there(), plan, played);
  }

  return {
    async direct(direction) {
      const [verb = '', ...words] = direction.split(/\s+/);
      const play = DIRECTIONS[verb] ?? fail(`unknown direction: ${direction}`);
      return redact(await play(words), { RUN: runId || 'no run yet' });
    },
    async command(line) {
      const [name, ...args] = line.split(/\s+/);
      if (name !== 'vta') fail(`unknown command: ${line}`);
      return redact(await say(args.map((arg) => (arg === 'RUN' ? runId : arg))), { RUN: runId });
    },
    async close() {
      closing.isOver = true;
      await injector?.heal();
      await stack?.stop();
      await removeStack(dir);
    },
  };
}

function fail(why: string): never {
  throw new Error(why);
}
