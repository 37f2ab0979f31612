import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isBehind,
  nextRecoveryStep,
  RECOVERY_STEPS,
  whyNotEqualAgain,
  whyNotRecoveryStep,
  type RecoveryFacts,
  type RecoveryStep,
  type RecoveryTarget,
} from '../../../../src/domain/recovery/index.js';
import { aTaHost, anAuthority, anImage, NEW, OLD } from '../../../support/builders.js';

const NAME = 'ta-1';
const old = aTaHost(NAME).ref;
const fresh = { ...old, moid: 'host-99' };
const target: RecoveryTarget = { host: old, cluster: aTaHost().cluster, recorded: OLD };
const others = [aTaHost('ta-2'), aTaHost('ta-3')];

const aMember = (ref = old, change: Partial<NonNullable<RecoveryFacts['member']>> = {}) => ({
  ref,
  connection: 'connected' as const,
  inMaintenance: false,
  installed: OLD,
  ...change,
});
const someFacts = (change: Partial<RecoveryFacts> = {}): RecoveryFacts => ({
  member: aMember(fresh),
  taHosts: [...others, { ...aTaHost(NAME), ref: change.member?.ref ?? fresh }],
  authority: anAuthority(),
  itself: null,
  trustedSideOpen: [],
  ...change,
});
const failed = aMember(old, { installed: NEW });
const unequal = anAuthority({ images: [anImage(OLD, { health: 'ERROR' })] });

describe('REC-5: what is there says which step is due', () => {
  it.each<[situation: string, facts: Partial<RecoveryFacts>, due: RecoveryStep | 'done']>([
    ['the failed host is in its cluster', { member: failed }, 'isolate'],
    ['it does not answer', { member: { ...failed, connection: 'notResponding' } }, 'isolate'],
    ['it is in maintenance mode', { member: { ...failed, inMaintenance: true } }, 'remove'],
    ['it is disconnected', { member: { ...failed, connection: 'disconnected' } }, 'remove'],
    ['it is out, and silent', { member: null }, 'restore'],
    ['it is out, and runs the new version', { member: null, itself: { version: NEW } }, 'restore'],
    ['it is out, and does not say its version', { member: null, itself: {} }, 'restore'],
    ['it is out, on the recorded version', { member: null, itself: { version: OLD } }, 'add'],
    ['somebody added it on another version', { member: aMember(fresh, { installed: NEW }) }, 'restore'],
    ['it is in, without services', { authority: anAuthority({ attestationService: 'WARNING' }) }, 'enable'],
    ['its vTA side was not read', { authority: null }, 'enable'],
    ['an item is not equal everywhere', { authority: unequal }, 'apply'],
    ['it is in maintenance mode still', { member: aMember(fresh, { inMaintenance: true }) }, 'exit'],
    ['a trusted vCenter knows it otherwise', { trustedSideOpen: ['wl-vc: register anew'] }, 'refresh'],
    ['the trusted side was not read', { trustedSideOpen: null }, 'refresh'],
    ['it is as the others', {}, 'done'],
  ])('%s', (_, change, due) => {
    expect(nextRecoveryStep(target, someFacts(change))).toBe(due);
  });
});

/** Any state that the world, people and crashes may leave. */
const anyFacts: fc.Arbitrary<RecoveryFacts> = fc.record({
  member: fc.option(
    fc.record({
      ref: fc.constantFrom(old, fresh),
      connection: fc.constantFrom('connected', 'disconnected', 'notResponding', 'unknown'),
      inMaintenance: fc.boolean(),
      installed: fc.constantFrom(OLD, NEW),
    }),
  ),
  taHosts: fc.constant(others),
  authority: fc.option(
    fc
      .record({
        service: fc.constantFrom('OK', 'WARNING', 'ERROR', 'NONE'),
        image: fc.constantFrom('OK', 'WARNING', 'ERROR', 'NONE'),
      })
      .map(({ service, image }) =>
        anAuthority({ attestationService: service, images: [anImage(OLD, { health: image })] }),
      ),
  ),
  itself: fc.option(fc.constantFrom({ version: OLD }, { version: NEW }, {})),
  trustedSideOpen: fc.option(fc.constantFrom([], ['wl-vc: register anew'])),
});

/** A world in which steps do what they say, and anything may be lost between two of them. */
function carryOut(step: RecoveryStep, facts: RecoveryFacts): RecoveryFacts {
  const member = facts.member ?? aMember(fresh);
  switch (step) {
    case 'isolate':
      return { ...facts, member: { ...member, inMaintenance: true } };
    case 'remove':
      return { ...facts, member: null, itself: null };
    case 'restore':
      return { ...facts, member: null, itself: { version: OLD } };
    case 'add':
      return { ...facts, member: aMember(fresh, { inMaintenance: true }), authority: null };
    case 'enable':
      return { ...facts, authority: unequal };
    case 'apply':
      return { ...facts, authority: anAuthority() };
    case 'exit':
      return { ...facts, member: { ...member, connection: 'connected', inMaintenance: false } };
    case 'refresh':
      return { ...facts, trustedSideOpen: [] };
  }
}

describe('REC-5: whatever is lost, the order holds', () => {
  it('a host is added only from outside, proven on the recorded version', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (nextRecoveryStep(target, facts) !== 'add') return;
        expect(facts.member).toBeNull();
        expect(facts.itself?.version).toBe(OLD);
      }),
    );
  });

  it('REC-1: a host is removed only under its planned moid, out of use', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (nextRecoveryStep(target, facts) !== 'remove') return;
        expect(facts.member?.ref.moid).toBe(old.moid);
        expect(facts.member?.inMaintenance === true || facts.member?.connection === 'disconnected').toBe(
          true,
        );
      }),
    );
  });

  it('from every state the steps that are due lead to the end, in their order, and none twice', () => {
    fc.assert(
      fc.property(anyFacts, (start) => {
        // What somebody added on another version people take out: the run never removes a member twice.
        fc.pre(!(start.member?.ref === fresh && start.member.installed !== OLD));
        let facts = start;
        const done: RecoveryStep[] = [];
        for (
          let due = nextRecoveryStep(target, facts);
          due !== 'done';
          due = nextRecoveryStep(target, facts)
        ) {
          done.push(due);
          facts = carryOut(due, facts);
        }
        expect(done).toEqual(RECOVERY_STEPS.filter((step) => done.includes(step)));
      }),
    );
  });

  it('a step is begun only when it or a later one is due', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...RECOVERY_STEPS), (facts, step) => {
        const due = nextRecoveryStep(target, facts);
        const why = whyNotRecoveryStep(step, target, facts);
        expect(why === null).toBe(due === step || isBehind(step, due));
      }),
    );
  });
});

describe('INV-4: no step while another Trust Authority host is out of service', () => {
  it.each(RECOVERY_STEPS)('%s', (step) => {
    const away = someFacts({ taHosts: [aTaHost('ta-2', { connection: 'notResponding' }), aTaHost('ta-3')] });
    expect(whyNotRecoveryStep(step, target, away)).toMatchObject({
      kind: 'ta-host-unavailable',
      rule: 'DG-7',
    });
    expect(whyNotRecoveryStep(step, target, someFacts({ taHosts: [] }))).toMatchObject({ rule: 'INV-4' });
  });
});

describe('REC-4: the end is proven', () => {
  it('is open while anything differs, and says what', () => {
    expect(whyNotEqualAgain(target, someFacts())).toBeNull();
    const open = someFacts({ trustedSideOpen: ['wl-vc: remediate cluster Prod-A'] });
    expect(whyNotEqualAgain(target, open)).toMatchObject({
      have: 'wl-vc: remediate cluster Prod-A',
      rule: 'REC-4',
    });
    expect(whyNotEqualAgain(target, someFacts({ authority: unequal }))?.have).toContain("'apply'");
  });

  it('REC-5: says who has to do what when somebody added the host on another version', () => {
    const facts = someFacts({ member: aMember(fresh, { installed: NEW }) });
    expect(whyNotRecoveryStep('add', target, facts)).toMatchObject({
      kind: 'host-differs-from-plan',
      rule: 'REC-5',
      have: `it was added again to authority, connected, on ${NEW}; ${OLD} is recorded`,
    });
  });
});

describe('REC-5: what lies behind', () => {
  it('is every step before the one that is due, and all of them at the end', () => {
    expect(RECOVERY_STEPS.filter((step) => isBehind(step, 'restore'))).toEqual(['isolate', 'remove']);
    expect(RECOVERY_STEPS.filter((step) => isBehind(step, 'isolate'))).toEqual([]);
    expect(RECOVERY_STEPS.filter((step) => isBehind(step, 'done'))).toEqual([...RECOVERY_STEPS]);
    expect(RECOVERY_STEPS).toEqual([
      'isolate',
      'remove',
      'restore',
      'add',
      'enable',
      'apply',
      'exit',
      'refresh',
    ]);
  });

  it.each<[situation: string, facts: Partial<RecoveryFacts>, due: RecoveryStep]>([
    ['the key providers do not serve', { authority: anAuthority({ keyProviderService: 'ERROR' }) }, 'enable'],
    ['it does not respond at the end', { member: aMember(fresh, { connection: 'notResponding' }) }, 'exit'],
  ])('%s', (_, change, due) => {
    expect(nextRecoveryStep(target, someFacts(change))).toBe(due);
  });
});
