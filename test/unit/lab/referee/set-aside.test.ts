import { describe, expect, it } from '@jest/globals';
import { judge, type Told } from '../../../../src/lab/referee/index.js';
import type { Draft } from '../../../support/journal.js';
import {
  NEW,
  TRUSTED,
  apply,
  attested,
  enter,
  exit,
  journal,
  testHost,
  timeOf,
  trustedHost,
  upgrade,
} from '../../../support/journal.js';
import { upToHosts, without } from './broken/common.js';

const tested = [...upToHosts, ...upgrade.alpha.slice(0, 1), ...testHost('a-1')];

/** Violations of these rules, with what is told once the place of each part in the journal is known. */
function found(
  parts: readonly (readonly Draft[])[],
  rules: readonly string[],
  told: (beginOf: (part: number) => string) => Told,
): string[] {
  const beginOf = (part: number): string => timeOf(parts.slice(0, part).flat().length + 1);
  return judge(journal(...parts), told(beginOf))
    .violations.filter(({ rule }) => rules.includes(rule))
    .map(({ rule, subject, text }) => `${rule} ${subject} ${text}`);
}

const ORDER = ['ORD-5', 'ORD-8', 'ORD-8/budget'];
const stuck = [tested, enter('a-2'), trustedHost('a-3')] as const;

describe('a trusted host that is set aside', () => {
  it('lets the next one begin in its time, and at no other', () => {
    const busy = ['ORD-8 a-3 was begun while a-2 was not finished'];
    const at = (setAside: (beginOf: (part: number) => string) => NonNullable<Told['setAside']>) =>
      found(stuck, ORDER, (beginOf) => ({ setAside: setAside(beginOf) }));
    expect(at((beginOf) => [{ host: 'a-2', from: beginOf(2) }])).toEqual([]);
    expect(at((beginOf) => [{ host: 'a-2', from: beginOf(2), to: beginOf(3) }])).toEqual([]);
    expect(at(() => [])).toEqual(busy);
    expect(at((beginOf) => [{ host: 'a-2', from: beginOf(1), to: beginOf(2) }])).toEqual(busy);
    expect(at((beginOf) => [{ host: 'a-2', from: beginOf(3) }])).toEqual(busy);
  });

  it('in another cluster excuses nobody', () => {
    const parts = [tested, enter('b-1'), enter('a-2'), enter('a-3')] as const;
    const told = (beginOf: (part: number) => string) => ({ setAside: [{ host: 'b-1', from: beginOf(2) }] });
    expect(found(parts, ORDER, told)).toEqual(['ORD-8 a-3 was begun while a-2 was not finished']);
  });

  it('counts again when it goes on, and is itself not begun a second time', () => {
    const goesOn = [upToHosts, enter('a-1'), enter('a-2'), apply('a-1'), exit('a-2'), enter('a-3')] as const;
    const told = (beginOf: (part: number) => string) => ({
      setAside: [{ host: 'a-1', from: beginOf(2), to: beginOf(3) }],
    });
    expect(found(goesOn, ['ORD-8'], told)).toEqual(['ORD-8 a-3 was begun while a-1 was not finished']);
    expect(found(goesOn.slice(0, -1), ORDER, told)).toEqual([]);
  });

  it('counts again although it was set aside before it was in maintenance', () => {
    const ordered = enter('a-1').slice(0, 1);
    const parts = [
      upToHosts,
      ordered,
      enter('a-2'),
      enter('a-1').slice(1),
      exit('a-2'),
      enter('a-3'),
    ] as const;
    const told = (beginOf: (part: number) => string) => ({
      setAside: [{ host: 'a-1', from: beginOf(2), to: beginOf(3) }],
    });
    expect(found(parts, ORDER, told)).toEqual(['ORD-8 a-3 was begun while a-1 was not finished']);
  });

  it('need not be verified in its time, and must be afterwards', () => {
    const parts = [tested, without(trustedHost('a-2'), 'host.attested'), enter('a-3')] as const;
    const aside = (to: number) => (beginOf: (part: number) => string) => ({
      setAside: [{ host: 'a-2', from: beginOf(1), ...(to === 0 ? {} : { to: beginOf(to) }) }],
    });
    expect(found(parts, ORDER, aside(0))).toEqual([]);
    expect(found(parts, ORDER, aside(2))).toEqual(['ORD-5 a-3 was begun although a-2 was not attested']);
  });

  it('relaxes nothing about attestation', () => {
    const parts = [upToHosts, without(testHost('a-1'), 'host.attested'), trustedHost('a-2')] as const;
    const safety = ['IMG-5', 'DG-9'];
    const told = (beginOf: (part: number) => string) => ({ setAside: [{ host: 'a-1', from: beginOf(1) }] });
    expect(found(parts, safety, told)).toEqual(found(parts, safety, () => ({})));
    expect(found(parts, safety, told)).toEqual([
      'DG-9 a-1 left maintenance mode without being attested',
      // At the apply, and at the reboot in it.
      ...Array<string>(2).fill(`IMG-5 a-2 was taken to ${NEW} although the first host, a-1, is not attested`),
    ]);
  });
});

it('a Trust Authority host that is set aside excuses nobody', () => {
  const parts = [upgrade.start, enter('ta-1'), enter('ta-2')] as const;
  const rules = ['INV-4', 'ORD-7', 'DG-7'];
  const told = () => ({ setAside: [{ host: 'ta-1', from: timeOf(1) }], hostsPerCluster: 3 });
  expect(found(parts, rules, told)).toEqual(found(parts, rules, () => ({})));
  expect(found(parts, rules, told)).toHaveLength(3);
});

describe('the failure budget', () => {
  const two = [upToHosts, enter('a-1'), enter('b-1'), enter('a-2'), attested('a-2')] as const;
  const verdict = (told: (beginOf: (part: number) => string) => Told) => found(two, ['ORD-8/budget'], told);
  const aside = (beginOf: (part: number) => string, more: { known?: string; accepted?: string } = {}) => [
    { host: 'a-1', from: beginOf(2) },
    { host: 'b-1', from: beginOf(3), ...more },
  ];

  it('of a cluster and of the tier must both hold when the next host begins', () => {
    const budget = (perCluster: number, trusted: number) =>
      verdict((beginOf) => ({ setAside: aside(beginOf), failureBudget: { perCluster, trusted } }));
    expect(budget(1, 2)).toEqual([]);
    expect(budget(1, 1)).toEqual([
      'ORD-8/budget a-2 was begun while a-1, b-1 were set aside; in all at most 1 may be',
    ]);
    expect(budget(0, 2)).toEqual([
      'ORD-8/budget a-2 was begun while a-1 was set aside; in its cluster at most 0 may be',
    ]);
  });

  it('does not count whom a person has accepted, nor whom nobody could know of yet', () => {
    const failureBudget = { trusted: 1 };
    const tell = (more: (beginOf: (part: number) => string) => { known?: string; accepted?: string }) =>
      verdict((beginOf) => ({ setAside: aside(beginOf, more(beginOf)), failureBudget }));
    expect(tell((beginOf) => ({ accepted: beginOf(3) }))).toEqual([]);
    expect(tell((beginOf) => ({ known: beginOf(4) }))).toEqual([]);
    expect(tell((beginOf) => ({ accepted: beginOf(4) }))).toHaveLength(1);
    expect(tell((beginOf) => ({ known: beginOf(3) }))).toHaveLength(1);
  });

  it('that nobody told is not judged, and says so', () => {
    const { verdicts } = judge(journal(...two));
    expect(verdicts).toContainEqual({
      rule: 'ORD-8/budget',
      verdict: 'vacuous',
      judged: 0,
      because: 'no failure budget was told, so it is not judged',
    });
  });
});

it.each([
  ['alpha', []],
  [`${TRUSTED}/alpha`, []],
  ['beta', ['ORD-8 a-3 was begun while a-2 was not finished']],
])('a concurrency told for %s is for no other cluster', (cluster, violations) => {
  const parts = [tested, enter('a-2'), enter('a-3')] as const;
  expect(found(parts, ORDER, () => ({ perCluster: { [cluster]: 2 } }))).toEqual(violations);
});

it('a host that a person knows of may stay in maintenance mode', () => {
  const left = (knownLeft: readonly string[]) =>
    found([tested, enter('a-2')], ['maintenance'], () => ({ knownLeft }));
  expect(left([])).toEqual(['maintenance a-2 was left in maintenance mode']);
  expect(left(['a-3'])).toHaveLength(1);
  expect(left(['a-2'])).toEqual([]);
});

describe('what people do by hand', () => {
  const people = ['administrator@vsphere.local'];
  const byHand = (drafts: readonly Draft[]): Draft[] =>
    drafts.map((entry) => ({ ...entry, login: people[0] ?? '' }));
  const rules = ['INV-4', 'ORD-7', 'DG-7', 'maintenance'];

  it('is judged of nobody, where they are told', () => {
    const parts = [upgrade.start, byHand(enter('ta-1')), byHand(enter('ta-2'))] as const;
    expect(found(parts, rules, () => ({ people }))).toEqual([]);
    expect(found(parts, rules, () => ({ people: ['somebody'] })).length).toBeGreaterThan(0);
  });

  it('is part of the estate that the product is judged by', () => {
    const parts = [upgrade.start, byHand(enter('ta-1')), enter('ta-2'), exit('ta-2')] as const;
    expect(found(parts, rules, () => ({ people }))).toEqual([
      'ORD-7 ta-2 was begun while ta-1 was down',
      'DG-7 ta-2 was begun although TA host ta-1 did not serve',
    ]);
  });
});
