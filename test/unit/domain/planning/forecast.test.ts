import { describe, expect, it } from '@jest/globals';
import { DURATIONS } from '../../../../src/domain/durations.js';
import type { Tier, VCenterStep } from '../../../../src/domain/model/plan.js';
import { forecast, hostSeconds } from '../../../../src/domain/planning/forecast.js';
import { aClusterStep, aTaHost, aTrustedHost, aVCenterStep } from '../../../support/builders.js';

const MINUTE = 60;
describe('QB-2: how long a host takes', () => {
  it.each<[situation: string, step: Parameters<typeof hostSeconds>[0], minutes: number]>([
    ['a TA host: evacuation and full boot', { role: 'authority', boot: 'full', isTestHost: false }, 67.5],
    ['a trusted host attests besides', { role: 'trusted', boot: 'full', isTestHost: false }, 73],
    ['a test host brings its image besides', { role: 'trusted', boot: 'full', isTestHost: true }, 76],
    ['Quick Boot is shorter', { role: 'trusted', boot: 'quick', isTestHost: false }, 45.5],
  ])('%s', (_, step, minutes) => {
    expect(hostSeconds(step)).toBe(minutes * MINUTE);
  });
});

describe('the forecast of a plan', () => {
  const vcenters = (...steps: VCenterStep[]): Tier => ({ kind: 'trusted-vcenters', vcenters: steps });

  it.each<[situation: string, step: VCenterStep, minutes: number]>([
    ['its own update', aVCenterStep(), 30 + 20 + 45],
    ['people', aVCenterStep('vc-trusted', { executor: 'operator' }), 30 + 120],
    ['done already', aVCenterStep('vc-trusted', { alreadyDone: true }), 0],
  ])('a vCenter: %s', (_, step, minutes) => {
    expect(forecast([vcenters(step)])).toEqual({
      totalSeconds: minutes * MINUTE,
      tiers: [{ kind: 'trusted-vcenters', seconds: minutes * MINUTE }],
    });
  });

  it('adds up steps and tiers, with the times it is given', () => {
    const tiers: Tier[] = [
      { kind: 'authority-hosts', clusters: [aClusterStep(aTaHost(), 2)] },
      vcenters(aVCenterStep(), aVCenterStep('vc-other')),
      { kind: 'trusted-hosts', clusters: [aClusterStep(aTrustedHost(), 1), aClusterStep(aTrustedHost(), 3)] },
    ];
    const second = { ...DURATIONS.backup, expectedSeconds: 1 };
    const durations = Object.fromEntries(
      Object.keys(DURATIONS).map((kind) => [kind, second]),
    ) as unknown as typeof DURATIONS;
    expect(forecast(tiers, durations)).toEqual({
      totalSeconds: 22,
      tiers: [
        { kind: 'authority-hosts', seconds: 4 },
        { kind: 'trusted-vcenters', seconds: 6 },
        { kind: 'trusted-hosts', seconds: 12 },
      ],
    });
  });
});
