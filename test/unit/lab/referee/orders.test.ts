import { expect, it } from '@jest/globals';
import { judge } from '../../../../src/lab/referee/index.js';
import type { Draft } from '../../../support/journal.js';
import {
  TRUSTED,
  apply,
  backup,
  draft,
  enter,
  exit,
  install,
  journal,
  testHost,
  upgrade,
  wholeUpgrade,
} from '../../../support/journal.js';
import { unattested, upToHosts } from './broken/common.js';

const { start, taVCenter } = upgrade;
const [ordered, arrived] = ((): [Draft[], Draft[]] => [enter('ta-1').slice(0, 1), enter('ta-1').slice(1)])();
const failed = (host: string): Draft =>
  draft('host.maintenance.failed', host, { by: 'task', reason: 'cancelled' });
const found = (...parts: (readonly Draft[])[]) =>
  judge(journal(...parts)).violations.map(({ rule, subject }) => `${rule} ${subject}`);
const everyTaHost = ['ta-1', 'ta-2', 'ta-3'];

it('DG-7: what turns bad while a host is being evacuated is not held against the order', () => {
  const lost = unattested('b-1', everyTaHost);
  expect(found(start, ordered, lost, arrived, exit('ta-1'))).toEqual([]);
  expect(found(start, lost, ordered, arrived, exit('ta-1'))).toEqual(['DG-7 ta-1']);
  expect(found(start, ordered, lost, arrived, apply('ta-1'), exit('ta-1'))).toEqual(['DG-7 ta-1']);
});

it('DG-7: a report lost between the look and the order could not be seen', () => {
  const entries = journal(start, unattested('b-1', everyTaHost), ordered, arrived, exit('ta-1'));
  const rulesWith = (lookSeconds: number) =>
    judge(entries, { lookSeconds }).violations.map(({ rule, subject }) => `${rule} ${subject}`);
  const at = (effect: string): number =>
    Date.parse(entries.findLast((entry) => entry.effect === effect)?.labTime ?? '');
  const between = (at('host.maintenance.entered') - at('host.unattested')) / 1000;
  expect(rulesWith(between + 60)).toEqual([]);
  expect(rulesWith(0)).toEqual(['DG-7 ta-1']);
});

it('DG-7: a trusted host is attested as long as one TA host has a report of it', () => {
  expect(found(start, unattested('b-1', ['ta-1', 'ta-2']), ordered, arrived, exit('ta-1'))).toEqual([]);
});

it('INV-4: a TA host that fails while another one is on its way out is no order of anybody', () => {
  const down = ['ta-2', 'ta-3'].map((host) => draft('host.connection', host, { state: 'notResponding' }));
  expect(found(start, ordered, down, arrived, exit('ta-1'))).toEqual([]);
  expect(found(start, ordered, down, arrived, apply('ta-1'), exit('ta-1'))).toContain('INV-4 ta-1');
});

it('judges the order and the arrival of one maintenance mode once', () => {
  const judged = (entries: ReturnType<typeof wholeUpgrade>) =>
    judge(entries).verdicts.find(({ rule }) => rule === 'DG-7')?.judged;
  expect(judged(wholeUpgrade())).toBe(everyTaHost.length * 2);
  expect(judged(journal(start, arrived))).toBe(1);
});

it('forgets an order that was cancelled or failed', () => {
  expect(found(start, ordered, [failed('ta-1')], enter('ta-2'), exit('ta-2'))).toEqual([]);
  expect(found(upToHosts, testHost('a-1'), enter('a-2').slice(0, 1), [failed('a-2')], enter('a-3'))).toEqual([
    'maintenance a-3',
  ]);
  // It has begun no tier either.
  expect(found(start, enter('a-1').slice(0, 1), [failed('a-1')], taVCenter)).toEqual([]);
});

it('keeps several orders apart', () => {
  const [a2, a3] = ['a-2', 'a-3'].map((host) => enter(host).slice(0, 1)) as [Draft[], Draft[]];
  const both = [upToHosts, testHost('a-1'), a2, a3] as const;
  expect(found(...both)).toEqual(['ORD-8 a-3']);
  // One of the two is cancelled; the other one still counts.
  const third = found(upToHosts, enter('a-1').slice(0, 1), a2, [failed('a-1')], a3);
  expect(third).toEqual(['ORD-8 a-2', 'ORD-8 a-3']);
});

it('ORD-4: a vCenter is not updated while one of its hosts is on its way into maintenance', () => {
  expect(found(start, enter('a-1').slice(0, 1), backup(TRUSTED), install(TRUSTED))).toContain(
    `ORD-4 ${TRUSTED}`,
  );
});

it('ORD-4: a principal that was imported again is known to the authority', () => {
  const changed = [draft('vcenter.principal.changed', TRUSTED, {}, TRUSTED)];
  const imported = [draft('principal.imported', 'TA', { of: TRUSTED })];
  expect(found(upToHosts, changed, testHost('a-1'))).toContain('ORD-4 a-1');
  expect(found(upToHosts, changed, imported, testHost('a-1'))).toEqual([]);
});
