import { describe, expect, it } from '@jest/globals';
import type { Estate } from '../../../../src/domain/model/estate.js';
import type { EsxCluster, EsxHost, EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { UpgradeRequest } from '../../../../src/domain/model/plan.js';
import { preflight } from '../../../../src/domain/preflight/index.js';
import {
  anEstate,
  anInventory,
  aPolicy,
  aRequest,
  aTaHost,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
} from '../../../support/builders.js';

const names = ['esx-1', 'esx-2', 'esx-3', 'esx-4'];
const cluster = (change: Partial<EsxCluster>, host: Partial<EsxHost> = {}, hosts = names) =>
  anInventory({
    clusters: [
      aWorkloadCluster(
        hosts.map((name) => aTrustedHost(name, host)),
        change,
      ),
    ],
  });
const without = (key: 'ha' | 'dpm' | 'vsan'): EstateInventory => {
  const inventory = cluster({});
  for (const { clusters } of inventory.trusted)
    for (const one of clusters) delete (one as Partial<EsxCluster>)[key];
  return inventory;
};
const found = (
  check: string,
  inventory: EstateInventory,
  request: Partial<UpgradeRequest> = {},
  estate: Partial<Estate> = {},
) =>
  preflight({ estate: anEstate(estate), inventory, request: aRequest(request) })
    .filter((finding) => finding.check === check)
    .map(({ severity, subject }) => `${severity} ${subject}`);
const quick = aPolicy({ enableQuickBoot: true });
const two = ['esx-1', 'esx-2'];
const sharedTrust: Partial<Estate> = {
  trusted: anEstate().trusted.map((side) => ({
    ...side,
    vcenter: { ...side.vcenter, trustCredential: 'ta-vta' },
  })),
};
const shared: Partial<Estate> = {
  trusted: anEstate().trusted.map((side) => ({
    ...side,
    vcenter: { ...side.vcenter, credential: 'ta-admin' },
    hostAccess: { credential: 'ta-admin', addresses: {} },
  })),
};
const only = (...tiers: NonNullable<UpgradeRequest['only']>['tiers']) => ({ only: { tiers, reason: 'r' } });

describe('clusters, their policies and credentials', () => {
  it.each<[string, string, string[], string[]]>([
    [
      'QB-1: Quick Boot on a host that can',
      'quick-boot-support',
      found('quick-boot-support', cluster({ policy: quick })),
      [],
    ],
    [
      'QB-1: on a host that cannot',
      'quick-boot-support',
      found('quick-boot-support', cluster({ policy: quick }, { quickBootSupported: false })),
      ['warning workload'],
    ],
    [
      'QB-1: full boots are asked for',
      'quick-boot-support',
      found('quick-boot-support', cluster({ policy: quick }, { quickBootSupported: false }), {
        boot: 'full',
      }),
      [],
    ],
    [
      'ORD-8: HA with two hosts',
      'ha-admission',
      found('ha-admission', cluster({}, {}, two)),
      ['warning workload'],
    ],
    [
      'ORD-8: HA with two hosts, admission control stands aside',
      'ha-admission',
      found('ha-admission', cluster({ policy: aPolicy({ disableAdmissionControl: true }) }, {}, two)),
      [],
    ],
    ['DG-14: HA unread', 'ha-admission', found('ha-admission', without('ha')), ['warning workload']],
    ['ORD-8: DPM, which the policy disables', 'dpm', found('dpm', cluster({ dpm: true })), []],
    [
      'ORD-8: DPM, which the policy leaves on',
      'dpm',
      found('dpm', cluster({ dpm: true, policy: aPolicy({ disableDpm: false }) })),
      ['warning workload'],
    ],
    ['DG-14: DPM unread', 'dpm', found('dpm', without('dpm')), ['warning workload']],
    [
      'ORD-8: a policy that repeats by itself',
      'failure-action',
      found('failure-action', cluster({ policy: aPolicy({ raw: { failure_action: { action: 'RETRY' } } }) })),
      ['warning workload'],
    ],
    [
      'ORD-8: a policy that fails',
      'failure-action',
      found('failure-action', cluster({ policy: aPolicy({ raw: { failure_action: { action: 'FAIL' } } }) })),
      [],
    ],
    ['ORD-8: vSAN with four hosts', 'vsan', found('vsan', cluster({ vsan: true })), ['info workload']],
    [
      'ORD-8: vSAN with two hosts',
      'vsan',
      found('vsan', cluster({ vsan: true }, {}, two)),
      ['warning workload'],
    ],
    ['DG-14: vSAN unread', 'vsan', found('vsan', without('vsan')), ['warning workload']],
    [
      'ORD-2: a credential per side',
      'credentials-separated',
      found('credentials-separated', cluster({})),
      [],
    ],
    [
      'ORD-2: one credential for all',
      'credentials-separated',
      found('credentials-separated', cluster({}), {}, shared),
      ['blocker vc-trusted', 'warning vc-trusted', 'warning vc-trusted'],
    ],
    [
      'ORD-2: one login for the vTA configuration of both sides',
      'credentials-separated',
      found('credentials-separated', cluster({}), {}, sharedTrust),
      ['blocker vc-trusted'],
    ],
    ['ORD-1: both sides', 'version-skew', found('version-skew', cluster({})), []],
    [
      'ORD-1: trusted hosts alone, ahead of the authority',
      'version-skew',
      found('version-skew', cluster({}), only('trusted-vcenters', 'trusted-hosts')),
      ['warning authority'],
    ],
    [
      'ORD-1: trusted hosts alone, the authority is there already',
      'version-skew',
      found(
        'version-skew',
        {
          ...cluster({}),
          authority: anInventory({ taHosts: [aTaHost('ta-1', { installed: NEW })] }).authority,
        },
        only('trusted-vcenters', 'trusted-hosts'),
      ),
      [],
    ],
    [
      'ORD-5: from 7.0',
      'upgrade-path',
      found('upgrade-path', cluster({}, { installed: '7.0.0-15843807' }, two)),
      ['warning esx-1', 'warning esx-2'],
    ],
    [
      'ORD-5: from 7.0 U3',
      'upgrade-path',
      found('upgrade-path', cluster({}, { installed: '7.0.3-21930508' })),
      [],
    ],
  ])('%s', (_, __, findings, expected) => {
    expect(findings).toEqual(expected);
  });

  it('BAK-3: an archive older than a month is a warning', () => {
    const old = anInventory({ configurationArchivedAt: '2025-12-01T00:00:00Z' });
    expect(found('configuration-archive', old)).toEqual(['warning sample']);
    expect(found('configuration-archive', anInventory())).toEqual(['info sample']);
  });
});
