import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Problem } from '../../src/contract/index.js';
import { cliOf, type Ended } from '../support/e2e-cli.js';
import { startStack, type Stack } from '../support/e2e.js';
import type { TestEstate } from '../support/e2e-estate.js';
import { effectsOn } from '../support/e2e-journal.js';
import { COMMANDS, decision, HOST, REFUSALS, TWO_AT_ONCE, type Who } from '../support/e2e-refusals.js';

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
    // The host's own line is written a moment after the run's.
    await estate.untilEvent(run, 'its reason', ({ type, subject, text }) => {
      return type === 'waiting' && subject === HOST && text.includes('overdue');
    });
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

  it.each(REFUSALS)('$situation', async ({ who = 'operator', to, body, ...expected }) => {
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
    const refused = await people[who]!(...command(run), '--reason', 'r');
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
    const refused = answers[1].problem;
    expect(['decision-taken', 'subject-not-parked']).toContain(refused.code);
    expect(refused.detail).toMatch(new RegExp(HOST));
    const taken = (await stack.operator.api.events(run)).filter(({ type }) => type === 'subject.decided');
    expect(taken).toHaveLength(1);

    await stack.operator.api.steer(run, 'abort', { reason: 'enough seen' });
    await ended;
    // Its workflow tells the records of the end before it is gone.
    await estate.untilEvent(run, 'its end', ({ type }) => type === 'run.ended');
    await estate.untilStatus(run, 'the status of the records', ({ live }) => !live);
    const before = await now();
    for (const [to, body] of [
      [decision(HOST), skip],
      ['limits', { ...TWO_AT_ONCE, planHash, reason: 'r' }],
    ] as const) {
      const { status, problem } = await ask('operator', to, body);
      expect({ status, code: problem.code }).toEqual({ status: 409, code: 'run-ended' });
    }
    expect(await people['operator']!('host', 'decide', run, HOST, 'skip', '--reason', 'r')).toMatchObject({
      code: 3,
    });
    expect(await now()).toEqual(before);
  });
});
