import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../src/contract/index.js';
import { cliOf, type Ended } from '../support/e2e-cli.js';
import { startStack, type Stack } from '../support/e2e.js';
import type { TestEstate } from '../support/e2e-estate.js';
import { effectsOn } from '../support/e2e-journal.js';

/** The last host of the cluster: nothing moves while it hangs. */
const HOST = 'prod-esx2';
const OTHER_PLAN = 'f'.repeat(64);
const REASON = ['--reason', 'r'];
const TWO = { concurrency: { perCluster: 2 } };

type Who = 'operator' | 'approver' | 'viewer' | 'nobody';
interface Refusal {
  readonly situation: string;
  /** Path below the run. */
  readonly to: string;
  readonly who?: Who;
  /** In place of the plan that the run carries out. */
  readonly planHash?: string;
  readonly body: object;
  readonly status: number;
  readonly code: string;
  readonly sentence: RegExp;
}
interface RefusedCommand {
  readonly situation: string;
  readonly who?: Exclude<Who, 'nobody'>;
  readonly command: (run: string) => string[];
  readonly code: number;
  readonly sentence: RegExp;
}

const decision = (host: string): string => `hosts/${host}/decision`;
const ASKED: readonly Refusal[] = [
  {
    situation: 'a decision about another plan',
    to: decision(HOST),
    planHash: OTHER_PLAN,
    body: { choice: 'skip' },
    status: 409,
    code: 'decision-stale',
    sentence: /You decided about plan f{12}, this run executes/,
  },
  {
    situation: 'a decision about a host that is not there',
    to: decision('prod-esx99'),
    body: { choice: 'skip' },
    status: 404,
    code: 'subject-unknown',
    sentence: /no host, vCenter or cluster 'prod-esx99'/,
  },
  {
    situation: 'a decision about a host that is done',
    to: decision('prod-esx1'),
    body: { choice: 'retry' },
    status: 409,
    code: 'subject-not-parked',
    sentence: new RegExp(`'prod-esx1' is not parked.*Parked now: ${HOST}`),
  },
  {
    situation: 'a choice that is not offered',
    to: decision(HOST),
    body: { choice: 'recover' },
    status: 409,
    code: 'choice-not-offered',
    sentence: /not offered/,
  },
  {
    situation: 'a choice that nobody knows',
    to: decision(HOST),
    body: { choice: 'pray' },
    status: 400,
    code: 'request-invalid',
    sentence: /./,
  },
  ...(['approver', 'viewer'] as const).map((who) => ({
    situation: `a decision of the ${who}`,
    to: decision(HOST),
    who,
    body: { choice: 'skip' },
    status: 403,
    code: 'not-permitted',
    sentence: /operator/,
  })),
  {
    situation: 'a decision of somebody without a token',
    to: decision(HOST),
    who: 'nobody',
    body: { choice: 'skip' },
    status: 401,
    code: 'not-authenticated',
    sentence: /token/,
  },
  {
    situation: 'limits for another plan',
    to: 'limits',
    planHash: OTHER_PLAN,
    body: TWO,
    status: 409,
    code: 'rule-refused',
    sentence: /You looked at plan f{12}, this run executes/,
  },
  {
    situation: 'limits that count already',
    to: 'limits',
    body: { concurrency: { perCluster: 1 } },
    status: 409,
    code: 'run-refused',
    sentence: /Nothing would change/,
  },
  {
    situation: 'INV-4: two Trust Authority hosts at once',
    to: 'limits',
    body: { concurrency: { authority: 2 } },
    status: 409,
    code: 'rule-refused',
    sentence: /one at a time/,
  },
  {
    situation: 'an order with a host that is not there',
    to: 'limits',
    body: { order: [{ cluster: 'Prod', hosts: ['prod-esx99'] }] },
    status: 409,
    code: 'run-refused',
    sentence: /prod-esx99|have all begun/,
  },
  {
    situation: 'an order of a cluster that is not there',
    to: 'limits',
    body: { order: [{ cluster: 'Nowhere', hosts: [HOST] }] },
    status: 409,
    code: 'run-refused',
    sentence: /no cluster 'Nowhere'/,
  },
  ...(['approver', 'viewer'] as const).map((who) => ({
    situation: `limits of the ${who}`,
    to: 'limits',
    who,
    body: TWO,
    status: 403,
    code: 'not-permitted',
    sentence: /operator/,
  })),
];

const COMMANDS: readonly RefusedCommand[] = [
  {
    situation: 'host decide for another plan',
    command: (run) => ['host', 'decide', run, HOST, 'skip', '--plan', OTHER_PLAN],
    code: 3,
    sentence: /carries out plan .*not f{12}[^]*DG-2/,
  },
  {
    situation: 'host decide for a host that is not there',
    command: (run) => ['host', 'decide', run, 'prod-esx99', 'skip'],
    code: 4,
    sentence: /no host, vCenter or cluster 'prod-esx99'/,
  },
  {
    situation: 'host decide for a host that is done',
    command: (run) => ['host', 'decide', run, 'prod-esx1', 'skip'],
    code: 3,
    sentence: /'prod-esx1' is not parked/,
  },
  {
    situation: 'host decide of the approver',
    who: 'approver',
    command: (run) => ['host', 'decide', run, HOST, 'skip'],
    code: 4,
    sentence: /operator/,
  },
  {
    situation: 'run limits for another plan',
    command: (run) => ['run', 'limits', run, '--per-cluster', '2', '--plan', OTHER_PLAN],
    code: 3,
    sentence: /carries out plan .*not f{12}[^]*DG-2/,
  },
  {
    situation: 'run limits that count already',
    command: (run) => ['run', 'limits', run, '--per-cluster', '1'],
    code: 3,
    sentence: /Nothing would change/,
  },
  {
    situation: 'run limits with a host that is not there',
    command: (run) => ['run', 'limits', run, '--order', 'Prod=prod-esx99'],
    code: 3,
    sentence: /prod-esx99|have all begun/,
  },
  {
    situation: 'run limits of the viewer',
    who: 'viewer',
    command: (run) => ['run', 'limits', run, '--per-cluster', '2'],
    code: 4,
    sentence: /operator/,
  },
];

describe('what is refused: with code and sentence, and nothing is changed', () => {
  let stack: Stack;
  let estate: TestEstate;
  let run = '';
  let planHash = '';
  let ended: Promise<unknown>;
  const people: Record<string, (...args: string[]) => Promise<Ended>> = {};

  beforeAll(async () => {
    stack = await startStack();
    for (const [name, token] of Object.entries(stack.facts.tokenFiles)) {
      const home = join(stack.dir, 'homes', name);
      await mkdir(home, { recursive: true });
      people[name] = cliOf(home);
      const login = await people[name]('login', '--url', stack.facts.url, '--token-file', token);
      expect(login).toMatchObject({ code: 0 });
    }
    estate = await stack.startEstate({ done: 'authority', trustedHosts: 2 });
    await estate.fault({ kind: 'hang-at-boot', target: HOST });
    run = await estate.start();
    ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    const parked = await estate.untilStatus(run, 'a parked host', ({ state }) => state === 'needs-operator');
    ({ planHash } = parked);
  });
  afterAll(async () => {
    await stack?.stop();
  });

  async function ask(who: Who, to: string, body: object): Promise<{ status: number; problem: Problem }> {
    const file = stack.facts.tokenFiles[who];
    const answer = await fetch(`${stack.facts.url}/v1/runs/${run}/${to}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
        ...(file === undefined ? {} : { authorization: `Bearer ${(await readFile(file, 'utf8')).trim()}` }),
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, problem: (await answer.json()) as Problem };
  }

  /** What the run shows, what it has told, and what was done to the estate. */
  async function now(): Promise<object> {
    const [status, events, hosts, journal] = await Promise.all([
      estate.status(run),
      stack.operator.api.events(run),
      stack.operator.api.hosts(run),
      estate.journal(),
    ]);
    return { status, events, hosts, effects: effectsOn(journal) };
  }

  it.each(ASKED)('$situation', async ({ who = 'operator', to, body, ...expected }) => {
    const before = await now();
    const said = { planHash: expected.planHash ?? planHash, reason: 'r', ...body };
    const { status, problem } = await ask(who, to, said);
    expect({ status, code: problem.code }).toEqual({ status: expected.status, code: expected.code });
    expect(problem.detail).toMatch(expected.sentence);
    expect(problem.remedy).toMatch(/\w/);
    expect(await now()).toEqual(before);
  });

  it.each(COMMANDS)('vta $situation', async ({ who = 'operator', command, code, sentence }) => {
    const before = await now();
    const refused = await people[who]!(...command(run), ...REASON);
    expect(refused).toMatchObject({ code, stdout: '' });
    expect(refused.stderr).toMatch(sentence);
    expect(await now()).toEqual(before);
  });

  it('of two decisions at the same time one is taken and the other refused; so is every later one', async () => {
    const skip = { choice: 'skip', planHash, reason: 'its board is replaced' };
    const answers = await Promise.all([
      ask('operator', decision(HOST), skip),
      ask('operator', decision(HOST), { ...skip, choice: 'take-over' }),
    ]);
    answers.sort((one, other) => one.status - other.status);
    expect(answers.map(({ status }) => status)).toEqual([200, 409]);
    const refused = answers[1]!.problem;
    expect(['decision-taken', 'subject-not-parked']).toContain(refused.code);
    expect(refused.detail).toMatch(new RegExp(HOST));
    const taken = (await stack.operator.api.events(run)).filter(({ type }) => type === 'subject.decided');
    expect(taken).toHaveLength(1);

    await stack.operator.api.steer(run, 'abort', { reason: 'enough seen' });
    await ended;
    const before = await now();
    for (const [to, body] of [
      [decision(HOST), skip],
      ['limits', { ...TWO, planHash, reason: 'r' }],
    ] as const) {
      const { status, problem } = await ask('operator', to, body);
      expect({ status, code: problem.code }).toEqual({ status: 409, code: 'run-ended' });
    }
    expect(await people['operator']!('host', 'decide', run, HOST, 'skip', ...REASON)).toMatchObject({
      code: 3,
    });
    expect(await now()).toEqual(before);
  });
});
