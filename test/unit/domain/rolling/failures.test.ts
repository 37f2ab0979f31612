import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS, type FailureBudget, type RunLimits } from '../../../../src/domain/model/limits.js';
import {
  correlatedFailure,
  isBudgetSpent,
  toleratedBy,
  whyHeld,
  type HostFailure,
} from '../../../../src/domain/rolling/index.js';

const cluster = (name: string) => ({ vcenter: 'wl-vc', moid: `domain-${name}`, name });
const failed = (name: string, failureClass?: string, change: Partial<HostFailure> = {}): HostFailure => ({
  host: { vcenter: 'wl-vc', moid: `host-${name}`, name },
  cluster: cluster('A'),
  state: 'parked',
  ...(failureClass === undefined ? {} : { failureClass }),
  ...change,
});

describe('ORD-8: a failure budget holds by count and by percent', () => {
  it.each`
    budget                        | failed | total | spent    | because
    ${{ count: 0, percent: 0 }}   | ${0}   | ${3}  | ${false} | ${'nothing has failed'}
    ${{ count: 0, percent: 0 }}   | ${1}   | ${3}  | ${true}  | ${'Trust Authority hosts: none may fail'}
    ${{ count: 1, percent: 100 }} | ${1}   | ${8}  | ${false} | ${'the default tolerates one trusted host'}
    ${{ count: 1, percent: 100 }} | ${2}   | ${8}  | ${true}  | ${'two are more than one'}
    ${{ count: 5, percent: 10 }}  | ${2}   | ${20} | ${false} | ${'10 % of 20 are two'}
    ${{ count: 5, percent: 10 }}  | ${3}   | ${20} | ${true}  | ${'the count would allow it, the percentage does not'}
    ${{ count: 2, percent: 50 }}  | ${3}   | ${20} | ${true}  | ${'the percentage would allow it, the count does not'}
    ${{ count: 5, percent: 10 }}  | ${1}   | ${9}  | ${true}  | ${'10 % of 9 are rounded down to none'}
    ${{ count: 1, percent: 0 }}   | ${0}   | ${9}  | ${false} | ${'none failed of none tolerated'}
  `('$because', (row: object) => {
    const {
      budget,
      failed: count,
      total,
      spent,
    } = row as {
      budget: FailureBudget;
      failed: number;
      total: number;
      spent: boolean;
    };
    expect(isBudgetSpent(budget, count, total)).toBe(spent);
  });

  it('tolerates the smaller of both', () => {
    expect(toleratedBy({ count: 3, percent: 20 }, 10)).toBe(2);
  });
});

describe('ORD-8: the same class of failure on two hosts is no accident', () => {
  it.each`
    situation                            | failures                                               | accepted                            | hosts
    ${'one host'}                        | ${[failed('a', 'boot')]}                               | ${[]}                               | ${undefined}
    ${'two classes'}                     | ${[failed('a', 'boot'), failed('b', 'disk')]}          | ${[]}                               | ${undefined}
    ${'one class twice'}                 | ${[failed('a', 'boot'), failed('b', 'boot')]}          | ${[]}                               | ${['a', 'b']}
    ${'unknown is a class as well'}      | ${[failed('a'), failed('b')]}                          | ${[]}                               | ${['a', 'b']}
    ${'both accepted'}                   | ${[failed('a', 'boot'), failed('b', 'boot')]}          | ${['wl-vc/host-a', 'wl-vc/host-b']} | ${undefined}
    ${'a third one of an accepted pair'} | ${['a', 'b', 'c'].map((name) => failed(name, 'boot'))} | ${['wl-vc/host-a', 'wl-vc/host-b']} | ${['a', 'b', 'c']}
  `('$situation', (row: object) => {
    const { failures, accepted, hosts } = row as {
      failures: HostFailure[];
      accepted: string[];
      hosts: string[] | undefined;
    };
    expect(correlatedFailure(failures, accepted)?.hosts.map(({ name }) => name)).toEqual(hosts);
  });
});

describe('ORD-8: what holds a tier or a cluster of it', () => {
  const limits = (failureBudget: Partial<RunLimits['failureBudget']> = {}): RunLimits => ({
    ...DEFAULT_LIMITS,
    failureBudget: { ...DEFAULT_LIMITS.failureBudget, ...failureBudget },
  });
  const tier = (failures: readonly HostFailure[], accepted: readonly string[] = []) => ({
    tier: 'trusted-hosts' as const,
    total: 10,
    failures,
    accepted,
  });
  const B = { cluster: cluster('B') };

  it('nothing, while the budget is not spent', () => {
    expect(whyHeld(tier([failed('a', 'x')]), limits())).toBeNull();
  });

  it('a spent budget of the tier, with the hosts and their classes as evidence', () => {
    expect(
      whyHeld(
        tier([failed('a', 'x'), failed('b', 'y', { ...B, state: 'skipped', text: 'broken' })]),
        limits(),
      ),
    ).toMatchObject({
      subject: 'trusted-hosts',
      why: {
        kind: 'failure-budget',
        rule: 'ORD-8',
        have: '2 of 10 hosts failed: a, b',
        need: 'at most 1 (1, and 100 %), or an approval',
      },
      evidence: ['2 of 10 hosts failed: a, b', 'a (A) parked, class x', 'b (B) skipped, class y: broken'],
      names: ['a', 'b'],
      hosts: ['wl-vc/host-a', 'wl-vc/host-b'],
    });
  });

  it('alike failures hold the tier whatever the budget', () => {
    const generous = limits({ trusted: { count: 9, percent: 100 } });
    expect(whyHeld(tier([failed('a', 'x'), failed('b', 'x', B)]), generous)?.why.have).toBe(
      '2 hosts failed alike (x): a, b',
    );
  });

  it('a cluster is held by its own failures only', () => {
    const ofTier = limits({ trusted: { count: 9, percent: 100 } });
    const failures = [failed('a', 'x'), failed('b', 'y'), failed('c', 'z', B)];
    expect(whyHeld(tier(failures), ofTier)).toBeNull();
    expect(whyHeld(tier(failures), ofTier, { ...cluster('A'), total: 5 })).toMatchObject({
      subject: 'wl-vc/domain-A',
    });
    expect(whyHeld(tier(failures), ofTier, { ...cluster('B'), total: 5 })).toBeNull();
  });

  it('ORD-5: one host that does not attest, whatever the budget, until it is accepted', () => {
    const generous = limits({
      trusted: { count: 9, percent: 100 },
      perCluster: { count: 9, percent: 100 },
    });
    const one = { ...tier([failed('a', 'attestation: not attested')]), unattestedHolds: true };
    expect(whyHeld(one, generous)).toMatchObject({
      subject: 'trusted-hosts',
      why: { kind: 'failure-budget', rule: 'ORD-5', have: 'not attested after the boot: a' },
      hosts: ['wl-vc/host-a'],
    });
    expect(whyHeld({ ...one, accepted: ['wl-vc/host-a'] }, generous)).toBeNull();
    expect(whyHeld(tier([failed('a', 'attestation: not attested')]), generous)).toBeNull();
    const other = tier([failed('a', 'evacuation: no attestation: said')]);
    expect(whyHeld({ ...other, unattestedHolds: true }, generous)).toBeNull();
  });

  it('what was accepted counts no longer, what fails afterwards does', () => {
    const accepted = ['wl-vc/host-a', 'wl-vc/host-b'];
    const two = [failed('a', 'x'), failed('b', 'y')];
    expect(whyHeld(tier(two, accepted), limits())).toBeNull();
    expect(whyHeld(tier([...two, failed('c', 'z')], accepted), limits())).toBeNull();
    expect(whyHeld(tier([...two, failed('c', 'z'), failed('d', 'w')], accepted), limits())).not.toBeNull();
  });

  it('INV-4: a parked Trust Authority host stops its tier by itself; a skipped one asks people', () => {
    const authority = (state: HostFailure['state']) => ({
      ...tier([failed('ta-1', 'x', { state })]),
      tier: 'authority-hosts' as const,
    });
    expect(whyHeld(authority('parked'), limits())).toBeNull();
    expect(whyHeld(authority('skipped'), limits())).toMatchObject({ subject: 'authority-hosts' });
  });
});
