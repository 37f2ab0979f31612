import { describe, expect, it } from '@jest/globals';
import type { UpgradeRequest, VCenterWay } from '../../../../src/domain/model/plan.js';
import type { Readiness } from '../../../../src/domain/model/readiness.js';
import { preflight } from '../../../../src/domain/preflight/index.js';
import { anEstate, anInventory, aReadiness, aRequest, aVCenter, NEW_VC } from '../../../support/builders.js';

type Deployed = NonNullable<Readiness['vcenterHa']>;
interface Case {
  readonly from?: string;
  readonly way?: VCenterWay;
  readonly request?: Partial<UpgradeRequest>;
}

const found = (deployed: Deployed, { from = '8.0.2.00100', way, request = {} }: Case = {}) => {
  const base = anInventory();
  const vcenter = aVCenter('vc-authority', { current: { version: from, build: '1' } });
  const readiness = aReadiness('vc-authority', base.authority.cluster.hosts, { vcenterHa: deployed });
  const inventory = { ...base, authority: { ...base.authority, vcenter, readiness } };
  const executors = way === undefined ? {} : { executors: { vcenters: { 'vc-authority': way } } };
  return preflight({
    estate: anEstate(),
    inventory,
    request: aRequest({ ...executors, ...request }),
  }).filter(({ check }) => check === 'vcenter-ha');
};
const told = (...args: Parameters<typeof found>) =>
  found(...args).map(({ severity, rule, subject }) => `${severity} ${rule} ${subject}`);

describe('vCenter HA before an upgrade', () => {
  it('says nothing where there is none', () => expect(told('NONE')).toEqual([]));

  it.each<Deployed>(['AUTO', 'MANUAL'])('ORD-2: %s blocks the update by the run itself', (deployed) => {
    expect(told(deployed)).toEqual(['blocker ORD-2 vc-authority']);
  });

  it('ORD-2: the blocker may be waived, as no source settles what happens', () => {
    const base = anInventory();
    const readiness = aReadiness('vc-authority', base.authority.cluster.hosts, { vcenterHa: 'AUTO' });
    const waiver = {
      id: 'w1',
      estate: 'sample',
      check: 'vcenter-ha',
      by: 'ana',
      reason: 'tried in the test estate',
      createdAt: '2026-01-09T00:00:00Z',
      expiresAt: '2026-02-01T00:00:00Z',
    };
    const [finding] = preflight({
      estate: anEstate(),
      inventory: { ...base, authority: { ...base.authority, readiness } },
      request: aRequest(),
      waivers: [waiver],
    }).filter(({ check }) => check === 'vcenter-ha');
    expect(finding).toMatchObject({ severity: 'warning', waiver: { id: 'w1' } });
  });

  it.each<[string, Deployed, Case, string]>([
    ['reduced downtime from 8.0 U2', 'AUTO', { way: 'reduced-downtime' }, 'info'],
    ['the same, deployed by hand', 'MANUAL', { way: 'reduced-downtime' }, 'warning'],
    ['reduced downtime from 8.0 U1', 'AUTO', { way: 'reduced-downtime', from: '8.0.1.00000' }, 'warning'],
    [
      'reduced downtime to 8.0 U2',
      'AUTO',
      { way: 'reduced-downtime', request: { vcenterVersion: '8.0.2.00500' } },
      'warning',
    ],
    ['the installer', 'AUTO', { way: 'installer' }, 'warning'],
    ['another release line', 'AUTO', { from: '7.0.3.01000' }, 'warning'],
  ])('ORD-2: %s', (_, deployed, one, severity) => {
    expect(told(deployed, one)).toEqual([`${severity} ORD-2 vc-authority`]);
  });

  it('ORD-6: says nothing of a vCenter that is not upgraded', () => {
    expect(told('AUTO', { from: NEW_VC })).toEqual([]);
    const only = { tiers: ['trusted-vcenters'], reason: 'the authority follows' } as const;
    expect(told('AUTO', { request: { only } })).toEqual([]);
  });

  it('names the way out', () => {
    expect(found('AUTO')[0]).toMatchObject({
      message:
        'vCenter HA of vc-authority is deployed automatically; its own update would leave the other nodes behind.',
      remedy: expect.stringContaining('--vcenter-executor vc-authority=reduced-downtime'),
    });
  });
});
