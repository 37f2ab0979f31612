import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkLog, type Exchange } from './check-log.js';
import { readFacts } from './facts.js';
import { recordGood } from './good-exchanges.js';
import { badAnswers } from './known-bad/answers.js';
import { badRequests } from './known-bad/requests.js';
import { GOOD } from './known-bad/row.js';
import { badTasks } from './known-bad/tasks.js';

describe('an exchange with one thing wrong', () => {
  const facts = readFacts();
  let log: Exchange[];
  const placeOf = (good: RegExp): number => log.findIndex((exchange) => good.test(nameOf(exchange)));

  beforeAll(async () => {
    log = await recordGood();
  });

  it('none when nothing is', () => {
    const verdict = checkLog(facts, log);
    expect(verdict.violations).toEqual([]);
    expect(verdict.exchanges).toBe(log.length - verdict.others);
    expect(Object.entries(GOOD).filter(([, good]) => placeOf(good) < 0)).toEqual([]);
  });

  it.each([...badRequests, ...badAnswers, ...badTasks])('$what', ({ good, but, breaks }) => {
    const changed = structuredClone(log);
    const place = placeOf(GOOD[good]);
    for (const [at, value] of Object.entries(but))
      put(changed[place] as unknown as Tree, at.split('/'), value);
    const found = checkLog(facts, changed).violations;
    expect(found.map(({ rule, at, text }) => [rule, at, text])).toEqual(breaks);
    expect(new Set(found.map(({ exchange }) => exchange.seq))).toEqual(new Set([log[place]?.seq]));
  });
});

type Tree = Record<string, unknown>;

/** Status of a task behind the status of the answer: that is how tasks differ. */
const nameOf = ({ method, path, status, responseBody }: Exchange): string => {
  const state = (responseBody as Tree | null)?.['status'];
  return `${method} ${path} ${status}${typeof state === 'string' ? ` ${state}` : ''}`;
};

function put(tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) put(tree[name] as Tree, rest, value);
  else if (value === undefined) delete tree[name];
  else tree[name] = typeof value === 'function' ? (value as (was: unknown) => unknown)(tree[name]) : value;
}
