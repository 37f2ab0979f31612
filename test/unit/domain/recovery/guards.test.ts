import { describe, expect, it } from '@jest/globals';
import type { ItemComparison } from '../../../../src/domain/archive/compare.js';
import {
  whyNotApply,
  whyNotEqualAgain,
  whyNotRecoveryStep,
  type RecoveryFacts,
  type RecoveryTarget,
} from '../../../../src/domain/recovery/index.js';
import { aTaHost, anAuthority, anImage, NEW, OLD } from '../../../support/builders.js';

const known = aTaHost('ta-1').ref;
const again = { ...known, moid: 'host-99' };
const target: RecoveryTarget = { host: known, cluster: aTaHost().cluster, recorded: OLD };
const member = { ref: again, connection: 'connected' as const, inMaintenance: false, installed: OLD };
const facts = (change: Partial<RecoveryFacts>): RecoveryFacts => ({
  member,
  taHosts: [aTaHost('ta-2'), aTaHost('ta-3')],
  authority: anAuthority(),
  itself: null,
  trustedSideOpen: [],
  ...change,
});
const AUTHORITY = 'Trust Authority administrator';

describe('REC-5: somebody threw it back to an earlier step', () => {
  const { installed: _, ...unread } = member;
  it.each<[have: string, due: string, change: Partial<RecoveryFacts>]>([
    ['it is in no inventory and does not answer', 'restore', { member: null }],
    [`it is in no inventory and runs ${NEW}`, 'restore', { member: null, itself: { version: NEW } }],
    ['it is in no inventory and runs an unknown version', 'restore', { member: null, itself: {} }],
    [
      `it is still in authority, connected, on ${OLD}; ${OLD} is recorded`,
      'isolate',
      { member: { ...member, ref: known } },
    ],
    [
      `it was added again to authority, notResponding, on an unknown version; ${OLD} is recorded`,
      'restore',
      { member: { ...unread, connection: 'notResponding' } },
    ],
  ])('%s', (have, due, change) => {
    expect(whyNotRecoveryStep('apply', target, facts(change))).toEqual({
      kind: 'host-differs-from-plan',
      subject: 'ta-1',
      have,
      need: `what the step '${due}' brings about: steps are done in their order`,
      rule: 'REC-5',
      youMay: [
        { who: AUTHORITY, what: 'bring ta-1 back to where it was; or abort, and plan the recovery anew' },
      ],
    });
  });

  it('nothing is in the way at the step that is due, nor after the end', () => {
    expect(whyNotRecoveryStep('restore', target, facts({ member: null }))).toBeNull();
    expect(whyNotRecoveryStep('refresh', target, facts({}))).toBeNull();
  });
});

describe('REC-4: what is open at the end', () => {
  it.each<[have: string, due: string, change: Partial<RecoveryFacts>]>([
    [
      'wl-vc: remediate Prod-A; wl-vc: register anew',
      'refresh',
      { trustedSideOpen: ['wl-vc: remediate Prod-A', 'wl-vc: register anew'] },
    ],
    ["what 'refresh' brings about is not there", 'refresh', { trustedSideOpen: null }],
    [
      "what 'apply' brings about is not there",
      'apply',
      {
        authority: anAuthority({ images: [anImage(OLD, { health: 'ERROR' })] }),
        trustedSideOpen: ['wl-vc: remediate Prod-A'],
      },
    ],
  ])('%s', (have, due, change) => {
    const why = whyNotEqualAgain(target, facts(change));
    expect(why).toMatchObject({
      kind: 'ta-service-unhealthy',
      subject: 'ta-1',
      have,
      need: 'as the other Trust Authority hosts, and known so by every trusted vCenter and cluster',
      rule: 'REC-4',
      youMay: [
        {
          who: AUTHORITY,
          what: `bring it about by hand; or abort, and plan the recovery anew: it goes on at '${due}'`,
        },
      ],
    });
  });
});

describe('REC-3: what the others have otherwise than archived', () => {
  it('is named item by item, and nothing else stops it', () => {
    const inTheWay: ItemComparison[] = [
      { item: { kind: 'baseImage', name: OLD }, state: 'different', have: 'another file' },
      { item: { kind: 'principal', name: 'p' }, state: 'unreadable' },
    ];
    const why = whyNotApply('authority', inTheWay);
    expect(why).toMatchObject({
      kind: 'ta-service-unhealthy',
      subject: 'authority',
      need: 'as archived, or missing',
      rule: 'REC-3',
      youMay: [
        {
          who: AUTHORITY,
          what: 'make the item as it was archived, or abort, archive the configuration anew and plan again',
        },
      ],
    });
    expect(why?.have.split('; ')).toEqual([
      expect.stringMatching(/ 8\.0\.2-22380479: another file$/),
      expect.stringMatching(/ p: unreadable$/),
    ]);
    expect(whyNotApply('authority', [])).toBeNull();
  });
});
