import { describe, expect, it } from '@jest/globals';
import type { Checker } from '../../../../src/lab/referee/checker.js';
import { judge } from '../../../../src/lab/referee/index.js';
import {
  apply,
  attested,
  draft,
  enter,
  exit,
  journal,
  started,
  testHost,
  upgrade,
  wholeUpgrade,
} from '../../../support/journal.js';

const verdictOf = (report: ReturnType<typeof judge>, rule: string) =>
  report.verdicts.find((verdict) => verdict.rule === rule);

describe('the referee', () => {
  it('finds nothing in a whole upgrade that keeps every rule', () => {
    const report = judge(wholeUpgrade());
    expect(report.violations).toEqual([]);
    expect(report.unknown).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.sets).toEqual({ repeated: [], unexpected: [] });
  });

  it('has had something to judge for every rule but those about removal, narrow plans and operators', () => {
    const vacuous = judge(wholeUpgrade()).verdicts.filter(({ verdict }) => verdict === 'vacuous');
    expect(vacuous.map(({ rule }) => rule)).toEqual([
      'INV-3',
      'ORD-6',
      'ORD-8/budget',
      'QB-5',
      'QB-9',
      'FIX-3',
      'REC-0',
      'REC-1',
      'REC-4',
      'REC-5',
      'BAK-3',
      'once/reboot',
      'once/removal',
    ]);
  });

  it('calls a lab in which nothing happened vacuous, and in order', () => {
    const report = judge(journal(upgrade.start));
    expect(new Set(report.verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['vacuous']));
    expect(report.ok).toBe(true);
  });

  it('says unknown of every rule for an empty journal', () => {
    const report = judge([]);
    expect(new Set(report.verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
    expect(report.unknown).toContain('INV-1: the journal is empty');
    expect(report.ok).toBe(false);
  });

  it.each([
    ['does not begin with the estate', wholeUpgrade().slice(1), 'does not begin with lab.started'],
    ['has a gap', wholeUpgrade().toSpliced(9, 1), 'entries are missing'],
    ['names an unknown host', journal(upgrade.start, [draft('host.booted', 'x-9')]), 'host x-9'],
    [
      'lacks a detail',
      journal(upgrade.start, [draft('host.booted', 'a-1', { installed: 8 })]),
      'installed is not a text',
    ],
    ['has a second start', journal(upgrade.start, upgrade.start), 'a second time'],
  ])('says unknown of a journal that %s', (_case, entries, because) => {
    const report = judge(entries);
    expect(report.unknown.length).toBeGreaterThan(0);
    expect(report.unknown[0]).toContain(because);
    expect(report.ok).toBe(false);
  });

  it('says unknown of a rule whose checker throws, and goes on with the others', () => {
    const broken: Checker = {
      rule: 'X-1',
      step: () => {
        throw new Error('out of its depth');
      },
    };
    const fine: Checker = { rule: 'X-2', step: (_step, court) => court.judged() };
    const report = judge(wholeUpgrade(), {}, [broken, fine]);
    expect(report.verdicts).toEqual([
      { rule: 'X-1', verdict: 'unknown', judged: 0, because: 'out of its depth' },
      { rule: 'X-2', verdict: 'holds', judged: wholeUpgrade().length - 1 },
    ]);
    expect(report.unknown).toEqual(['X-1: out of its depth']);
    expect(report.ok).toBe(false);
  });

  it('judges what is there when the journal ends in the middle', () => {
    const { start, taVCenter } = upgrade;
    const report = judge(journal(start, taVCenter, upgrade.taHosts.slice(0, 5)));
    expect(report.violations).toEqual([
      expect.objectContaining({ rule: 'maintenance', subject: 'ta-1', text: 'was left in maintenance mode' }),
    ]);
  });

  it('does not blame anybody for an estate that was broken when the lab started', () => {
    const broken = started({
      'a-3': { measured: '8.0.1-1', inMaintenance: true },
      'b-2': { measured: '8.0.1-1' },
    });
    const report = judge(journal(broken, upgrade.taVCenter, upgrade.taHosts));
    expect(report.violations).toEqual([]);
  });

  it('lets a second upgrade begin with the first tier again', () => {
    const second = wholeUpgrade()
      .slice(1)
      .filter(({ vcenter }) => vcenter === upgrade.taVCenter[0]?.vcenter)
      .map(({ seq: _seq, ...entry }) => ({
        ...entry,
        detail: { ...entry.detail, version: '8.0.3.00500', commit: '8' },
      }))
      .slice(0, upgrade.taVCenter.length);
    const report = judge(journal(...Object.values(upgrade), second));
    expect(report.violations).toEqual([]);
  });

  it('ORD-8: judges a chosen concurrency by what was chosen', () => {
    const { start, taVCenter, taHosts, trustedVCenter, alpha } = upgrade;
    const committedAndTested = alpha.slice(0, 1 + testHost('a-1').length);
    const side = ['a-2', 'a-3'];
    const both = [
      ...side.flatMap((host) => enter(host)),
      ...side.flatMap((host) => [...apply(host), ...attested(host), ...exit(host)]),
    ];
    const entries = journal(start, taVCenter, taHosts, trustedVCenter, committedAndTested, both);
    const ord8 = (most: number) => verdictOf(judge(entries, { hostsPerCluster: most }), 'ORD-8')?.verdict;
    expect([ord8(1), ord8(2)]).toEqual(['violated', 'holds']);
  });

  it('ORD-5: of a batch those at work need not be attested yet, those back in service must be', () => {
    const { start, taVCenter, taHosts, trustedVCenter, alpha } = upgrade;
    const before = [start, taVCenter, taHosts, trustedVCenter, alpha.slice(0, 1 + testHost('a-1').length)];
    const both = ['a-2', 'a-3'].flatMap((host) => enter(host));
    const ord5 = (rest: ReturnType<typeof apply>) =>
      verdictOf(judge(journal(...before, both, apply('a-2'), rest), { hostsPerCluster: 2 }), 'ORD-5')
        ?.verdict;
    expect(ord5(apply('a-3'))).toBe('holds');
    expect(ord5([...exit('a-2'), ...apply('a-3')])).toBe('violated');
  });

  it('tells how many trusted hosts were at work at once', () => {
    const { start, taVCenter, taHosts, trustedVCenter, alpha, beta } = upgrade;
    const overlapping = [...alpha.slice(0, -3), ...beta.slice(0, 4), ...alpha.slice(-3), ...beta.slice(4)];
    const report = judge(journal(start, taVCenter, taHosts, trustedVCenter, overlapping));
    expect(verdictOf(report, 'ORD-8')).toMatchObject({
      verdict: 'holds',
      because: 'at most 2 trusted hosts at work at once',
    });
  });
});
