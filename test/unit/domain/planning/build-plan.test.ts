import { describe, expect, it } from '@jest/globals';
import { hashPlan } from '../../../../src/domain/canonical-json.js';
import type { ClusterStep, UpgradePlan, UpgradeRequest } from '../../../../src/domain/model/plan.js';
import type { EstateInventory } from '../../../../src/domain/model/inventory.js';
import { buildPlan } from '../../../../src/domain/planning/index.js';
import {
  aCluster,
  aLedgerRow,
  anEstate,
  anImage,
  anInventory,
  aPolicy,
  aRequest,
  aTaHost,
  aTrustedHost,
  aVCenter,
  aWorkloadCluster,
  NEW,
  NEW_VC,
  OLD,
} from '../../../support/builders.js';

function plan(
  inventory: EstateInventory = anInventory(),
  request: Partial<UpgradeRequest> = {},
  testHost?: string,
): UpgradePlan {
  const estate = anEstate();
  const trusted = estate.trusted.map((side) => ({
    ...side,
    clusters: [{ name: 'workload', ...(testHost && { testHost }) }],
  }));
  return buildPlan({
    estate: { ...estate, trusted },
    estateHash: 'e',
    inventory,
    request: aRequest(request),
  });
}
const clusters = ({ tiers }: UpgradePlan) =>
  tiers.flatMap((tier) => ('clusters' in tier ? tier.clusters : []));
const names = (step: ClusterStep | undefined) => step?.hosts.map(({ host }) => host.name);
const workloadOf = (made: UpgradePlan) => clusters(made)[1];
const gates = (made: UpgradePlan) => made.gates.map(({ id }) => id);
const quick = { policy: aPolicy({ enableQuickBoot: true }) };

describe('INV-6, ORD-1: the four tiers in the recommended order', () => {
  it('are all there, and name every vCenter and host once', () => {
    const made = plan();
    expect(made.tiers.map(({ kind }) => kind)).toEqual([
      'authority-vcenter',
      'authority-hosts',
      'trusted-vcenters',
      'trusted-hosts',
    ]);
    expect(names(clusters(made)[0])).toEqual(['ta-1', 'ta-2', 'ta-3']);
    expect(names(workloadOf(made))).toEqual(['esx-1', 'esx-2', 'esx-3', 'esx-4']);
  });

  it('stay in the plan when there is nothing to do, with hosts left out by name', () => {
    const done = plan(
      anInventory({ taHosts: ['ta-1', 'ta-2'].map((name) => aTaHost(name, { installed: NEW })) }),
    );
    expect(clusters(done)[0]).toMatchObject({
      hosts: [],
      skipped: [{ reason: `already runs ${NEW}` }, { reason: `already runs ${NEW}` }],
    });
    expect(gates(done)).not.toContain('after/authority-hosts');
  });

  it('a vCenter on the target is only verified', () => {
    const inventory = anInventory();
    const current = { version: NEW_VC, build: '24322831' };
    const made = plan({
      ...inventory,
      authority: { ...inventory.authority, vcenter: aVCenter('vc-authority', { current }) },
    });
    expect(made.tiers[0]).toMatchObject({
      vcenters: [{ alreadyDone: true, comment: expect.stringContaining('verified only') }],
    });
  });
});

describe('ORD-2, ORD-4: who upgrades a vCenter', () => {
  const from = (version: string) => {
    const inventory = anInventory();
    const vcenter = aVCenter('vc-authority', { current: { version, build: '1' } });
    return plan({ ...inventory, authority: { ...inventory.authority, vcenter } });
  };
  it.each`
    version          | executor              | says
    ${'8.0.2.00100'} | ${'appliance-update'} | ${'by its own update'}
    ${'8.0.0.10000'} | ${'appliance-update'} | ${'by its own update'}
    ${'7.0.3.01700'} | ${'operator'}         | ${'by an operator, after a backup: an appliance updates itself only within its release line'}
  `('from $version: $executor', ({ version, executor, says }: any) => {
    expect(from(version).tiers[0]).toMatchObject({
      vcenters: [{ executor, comment: expect.stringContaining(says) }],
    });
  });

  it('2.17: people take about two hours and a half with the backup, the appliance an hour and 35 minutes', () => {
    const seconds = (version: string) => from(version).forecast.tiers[0]?.seconds;
    expect(seconds('7.0.3.01700')).toBe(2.5 * 3600);
    expect(seconds('8.0.2.00100')).toBe(95 * 60);
    expect(seconds(NEW_VC)).toBe(0);
  });
});

describe('IMG-2: one test host per trusted cluster, first', () => {
  const hosts = [
    aTrustedHost('esx-1', { encryptedVms: 3 }),
    aTrustedHost('esx-2', { encryptedVms: 1 }),
    aTrustedHost('esx-3', { encryptedVms: 2 }),
  ];
  it.each<[string, string | undefined, readonly number[], string, RegExp]>([
    ['the one the estate file names', 'esx-3', [0, 0, 0], 'esx-3', /named by the estate file/],
    [
      'else one without encrypted VMs, by name',
      undefined,
      [1, 0, 0],
      'esx-2',
      /first by name without encrypted VMs/,
    ],
    ['else the one with the fewest', undefined, [3, 1, 2], 'esx-2', /fewest encrypted VMs \(1\)/],
    [
      'another one when the named has nothing to do',
      'esx-9',
      [0, 0, 0],
      'esx-1',
      /esx-9 of the estate file has nothing to upgrade/,
    ],
  ])('%s', (_, named, encrypted, chosen, why) => {
    const cluster = aWorkloadCluster(hosts.map((host, i) => ({ ...host, encryptedVms: encrypted[i] ?? 0 })));
    const [first, ...rest] = workloadOf(plan(anInventory({ clusters: [cluster] }), {}, named))?.hosts ?? [];
    expect(first).toMatchObject({
      host: { name: chosen },
      isTestHost: true,
      order: 1,
      comment: expect.stringMatching(why),
    });
    expect(rest.some(({ isTestHost }) => isTestHost)).toBe(false);
  });

  it('DG-6: boots fully, whatever the policy', () => {
    const [test, ...others] =
      workloadOf(plan(anInventory({ clusters: [aWorkloadCluster(undefined, quick)] })))?.hosts ?? [];
    expect(test).toMatchObject({ boot: 'full', measuredAfter: NEW });
    expect(others.map(({ boot }) => boot)).toEqual(['quick', 'quick', 'quick']);
  });
});

describe('QB-1, QB-3: boot type and what attestation sees afterwards', () => {
  const production = (
    request: Partial<UpgradeRequest>,
    change: Parameters<typeof anInventory>[0] = {},
    host = {},
  ) => {
    const cluster = aWorkloadCluster(
      ['esx-1', 'esx-2'].map((name) => aTrustedHost(name, host)),
      quick,
    );
    return workloadOf(plan(anInventory({ clusters: [cluster], ...change }), request))?.hosts[1];
  };

  it('Quick Boot by policy goes on attesting with the old version', () => {
    expect(production({})).toMatchObject({
      boot: 'quick',
      measuredAfter: OLD,
      expects: { installed: OLD, measured: OLD },
    });
  });

  it('a request for full boots overrides the policy', () => {
    expect(production({ boot: 'full' })).toMatchObject({ boot: 'full', measuredAfter: NEW });
  });

  it('a host that cannot Quick Boot is planned as full boot and says so', () => {
    expect(production({}, {}, { quickBootSupported: false })).toMatchObject({
      boot: 'full',
      comment: expect.stringContaining('cannot Quick Boot'),
    });
  });

  it('DG-14: an unknown measured version stays unknown', () => {
    const host = aTrustedHost('esx-2');
    const { measured: _, ...row } = aLedgerRow(host);
    const step = production({}, { ledger: [row] });
    expect(step).not.toHaveProperty('measuredAfter');
    expect(step?.expects).not.toHaveProperty('measured');
  });

  it('QB-2: the forecast is shorter with Quick Boot', () => {
    const inventory = anInventory({ clusters: [aWorkloadCluster(undefined, quick)] });
    expect(plan(inventory).forecast.totalSeconds).toBeLessThan(
      plan(inventory, { boot: 'full' }).forecast.totalSeconds,
    );
  });
});

describe('DG-2: gates', () => {
  it('begin, after each tier but the last, trust of the new image, after the test host', () => {
    expect(gates(plan())).toEqual([
      'begin',
      'after/authority-vcenter',
      'after/authority-hosts',
      'after/trusted-vcenters',
      `trust-image/${NEW}`,
      'cluster/vc-trusted/domain-c1',
    ]);
  });

  it('IMG-1: an image that is trusted already needs no approval of trust', () => {
    expect(gates(plan(anInventory({ authority: { images: [anImage(OLD), anImage(NEW)] } })))).not.toContain(
      `trust-image/${NEW}`,
    );
  });

  it('a cluster of one host has no gate after its test host', () => {
    expect(gates(plan(anInventory({ clusters: [aWorkloadCluster([aTrustedHost('esx-1')])] })))).not.toContain(
      'cluster/vc-trusted/domain-c1',
    );
  });
});

describe('ORD-6: a narrower plan, with a business reason', () => {
  const only = { tiers: ['trusted-hosts'] as const, reason: 'hardware support' };
  it('leaves the other tiers empty, and still asks for trust of the new image', () => {
    const made = plan(anInventory(), { only });
    expect(made.tiers.map((tier) => ('vcenters' in tier ? tier.vcenters : tier.clusters).length)).toEqual([
      0, 0, 0, 1,
    ]);
    expect(gates(made)).toEqual(['begin', `trust-image/${NEW}`, 'cluster/vc-trusted/domain-c1']);
  });
  it('shows what it leaves out and why, and the whole plan has no such list', () => {
    const made = plan(anInventory(), { only });
    expect(made.leftOut).toEqual([
      {
        kind: 'vcenter',
        name: 'vc-authority',
        vcenter: 'vc-authority',
        why: 'tier authority-vcenter is not asked for',
      },
      {
        kind: 'cluster',
        name: 'authority',
        vcenter: 'vc-authority',
        why: 'tier authority-hosts is not asked for',
      },
      {
        kind: 'vcenter',
        name: 'vc-trusted',
        vcenter: 'vc-trusted',
        why: 'tier trusted-vcenters is not asked for',
      },
    ]);
    expect(plan()).not.toHaveProperty('leftOut');
  });
  it('its first gate shows the business reason', () => {
    expect(plan(anInventory(), { only }).gates[0]).toMatchObject({
      id: 'begin',
      rule: 'ORD-6',
      title: expect.stringContaining('hardware support'),
    });
  });
  it('one vCenter only: nothing else, and no version for hosts is needed', () => {
    const { esxVersion: _, ...request } = aRequest({
      only: { tiers: ['authority-vcenter', 'trusted-vcenters'], vcenters: ['vc-trusted'], reason: 'r' },
    });
    const made = buildPlan({ estate: anEstate(), estateHash: 'e', inventory: anInventory(), request });
    expect(made.tiers.map((tier) => ('vcenters' in tier ? tier.vcenters : tier.clusters).length)).toEqual([
      0, 0, 1, 0,
    ]);
    expect(gates(made)).toEqual(['begin']);
    expect(made.findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
  });
  it('hosts of one cluster only: the other cluster is left out by name', () => {
    const other = aCluster({ vcenter: 'vc-trusted', moid: 'domain-c2', name: 'other' }, [
      aTrustedHost('esx-8'),
      aTrustedHost('esx-9'),
    ]);
    const inventory = anInventory({ clusters: [aWorkloadCluster(), other] });
    const made = plan(inventory, { only: { ...only, clusters: ['other'] } });
    expect(clusters(made).map(({ cluster }) => cluster.name)).toEqual(['other']);
    expect(made.leftOut).toContainEqual(
      expect.objectContaining({ name: 'workload', why: 'not among those asked for' }),
    );
    // Safety is not narrowed: the test host of this cluster, and trust of the new image (IMG-1).
    expect(gates(made)).toEqual(['begin', `trust-image/${NEW}`, 'cluster/vc-trusted/domain-c2']);
  });
  it('a patch only is a new version too: IMG-1 stays', () => {
    const patch = { esxVersion: '8.0.2-0.0.23305546' };
    expect(gates(plan(anInventory(), { ...patch, only }))).toContain('trust-image/8.0.2-23305546');
  });
  it('shows the reason to the approver', () => {
    expect(plan(anInventory(), { only }).findings).toContainEqual(
      expect.objectContaining({
        rule: 'ORD-6',
        severity: 'warning',
        message: expect.stringContaining('hardware support'),
      }),
    );
  });
});

describe('ORD-2, ORD-4, ORD-5: who upgrades, by choice', () => {
  const blockers = (made: UpgradePlan) =>
    made.findings
      .filter(({ severity }) => severity === 'blocker')
      .map(({ rule, subject }) => [rule, subject]);
  const vcenters = (made: UpgradePlan) =>
    made.tiers.flatMap((tier) => ('vcenters' in tier ? tier.vcenters : []));
  const withoutImage = anInventory({ clusters: [aWorkloadCluster(undefined, { imageManaged: false })] });

  it('ORD-4: people upgrade a vCenter within its release line when the request says so', () => {
    const made = plan(anInventory(), { executors: { vcenters: { 'vc-trusted': 'reduced-downtime' } } });
    expect(vcenters(made).map(({ executor, way }) => [executor, way])).toEqual([
      ['appliance-update', undefined],
      ['operator', 'reduced-downtime'],
    ]);
    expect(blockers(made)).toEqual([]);
  });
  it('ORD-5: people upgrade the hosts of a trusted cluster without image, each with a full boot', () => {
    const made = plan(withoutImage, { executors: { clusters: { workload: 'baseline' } } });
    const step = workloadOf(made);
    expect(step).toMatchObject({ executor: 'operator', way: 'baseline' });
    for (const host of step?.hosts ?? []) {
      expect(host).toMatchObject({ executor: 'operator', way: 'baseline', boot: 'full', measuredAfter: NEW });
    }
    expect(blockers(made)).toEqual([]);
  });
  it.each<[string, string, string, EstateInventory, Partial<UpgradeRequest>]>([
    [
      'IMG-2',
      'workload',
      'lifecycle-image for a cluster without image',
      withoutImage,
      {
        executors: { clusters: { workload: 'lifecycle-image' } },
      },
    ],
    ['IMG-2', 'workload', 'no executor for a cluster without image', withoutImage, {}],
    [
      'IMG-2',
      'workload',
      'iso for a cluster with an image',
      anInventory(),
      {
        executors: { clusters: { workload: 'iso' } },
      },
    ],
    [
      'IMG-2',
      'workload',
      'iso where nobody knows about the image',
      anInventory({
        clusters: [unread()],
      }),
      { executors: { clusters: { workload: 'iso' } } },
    ],
    [
      'ORD-2',
      'vc-authority',
      'appliance-update across release lines',
      old('7.0.3.01700'),
      {
        executors: { vcenters: { 'vc-authority': 'appliance-update' } },
      },
    ],
    [
      'ORD-2',
      'vc-authority',
      'reduced downtime from 7.0',
      old('7.0.3.01700'),
      {
        executors: { vcenters: { 'vc-authority': 'reduced-downtime' } },
      },
    ],
    [
      'ORD-2',
      'nowhere',
      'an executor for a vCenter that is not there',
      anInventory(),
      {
        executors: { vcenters: { nowhere: 'installer' } },
      },
    ],
  ])('%s: refuses for %s %s', (rule, subject, _, inventory, request) => {
    expect(blockers(plan(inventory, request))).toContainEqual([rule, subject]);
  });
  it('ORD-4: before a change of linked vCenters a gate asks for the snapshots of all of them', () => {
    const sample = anEstate();
    const estate = { ...sample, trusted: sample.trusted.map((side) => ({ ...side, linkedMode: 'sites' })) };
    const made = buildPlan({ estate, estateHash: 'e', inventory: anInventory(), request: aRequest() });
    const ids = gates(made);
    expect(ids.indexOf('linked-snapshots/sites')).toBe(ids.indexOf('after/authority-hosts') + 1);
    const done = aVCenter('vc-trusted', { current: { version: NEW_VC, build: '2' } });
    const [side] = anInventory().trusted;
    if (!side) throw new Error('the sample has a trusted side');
    const inventory = anInventory({ trusted: [{ ...side, vcenter: done }] });
    expect(gates(buildPlan({ estate, estateHash: 'e', inventory, request: aRequest() }))).not.toContain(
      'linked-snapshots/sites',
    );
  });
});

/** The workload cluster, of which it could not be read whether an image manages it. */
function unread() {
  const { imageManaged: _, ...cluster } = aWorkloadCluster();
  return cluster;
}

/** The Trust Authority vCenter on an older version. */
function old(version: string): EstateInventory {
  const inventory = anInventory();
  const vcenter = aVCenter('vc-authority', { current: { version, build: '1' } });
  return { ...inventory, authority: { ...inventory.authority, vcenter } };
}

describe('IMG-2: with a file of the archive instead of an export', () => {
  const file = { version: NEW, hash: 'f'.repeat(64), bytes: 9, from: 'olga' };
  const request = { imageFile: file.hash };
  it('the first host carries the file and is the proof; the run still pauses after it', () => {
    const made = plan(anInventory({ imageFiles: [file] }), request);
    const [first, second] = workloadOf(made)?.hosts ?? [];
    expect(first).toMatchObject({ isTestHost: true, boot: 'full', imageFile: file });
    expect(first?.comment).toContain('olga');
    expect(second).not.toHaveProperty('imageFile');
    expect(gates(made)).toEqual(gates(plan()));
  });
  it('no export is needed, so no way to log in to hosts either', () => {
    const estate = anEstate();
    const [side] = estate.trusted;
    if (!side) throw new Error('the sample has a trusted side');
    const { hostAccess: _, ...without } = side;
    const blockers = (asked: Partial<UpgradeRequest>) =>
      buildPlan({
        estate: { ...estate, trusted: [without] },
        estateHash: 'e',
        inventory: anInventory({ imageFiles: [file] }),
        request: aRequest(asked),
      }).findings.filter(({ severity }) => severity === 'blocker');
    expect(blockers({}).map(({ rule }) => rule)).toEqual(['IMG-3']);
    expect(blockers(request)).toEqual([]);
  });
  it('a trusted image needs no file', () => {
    const trusted = { authority: { images: [anImage(OLD), anImage(NEW)] } };
    const made = plan(anInventory({ ...trusted, imageFiles: [file] }), request);
    expect(JSON.stringify(made.tiers)).not.toContain(file.hash);
  });
});

describe('a plan', () => {
  it('keeps the vLCM form of the base image, and the commit that already sets it', () => {
    const desired = { baseImage: NEW, commit: '12' };
    const made = plan(anInventory({ clusters: [aWorkloadCluster(undefined, { desired })] }));
    expect(workloadOf(made)).toMatchObject({ baseImage: '8.0.3-0.0.24022510', target: NEW, commit: '12' });
    expect(clusters(made)[0]).not.toHaveProperty('commit');
  });

  it('leaves out hosts that are away or in maintenance, with the reason', () => {
    const cluster = aWorkloadCluster([
      aTrustedHost('esx-1', { connection: 'notResponding' }),
      aTrustedHost('esx-2', { inMaintenance: true }),
      aTrustedHost('esx-3'),
    ]);
    expect(workloadOf(plan(anInventory({ clusters: [cluster] })))).toMatchObject({
      hosts: [{ host: { name: 'esx-3' } }],
      skipped: [
        { reason: expect.stringContaining('notResponding') },
        { reason: 'in maintenance mode by somebody else' },
      ],
    });
  });

  it('ORD-3: people upgrade the TA hosts that no image manages, and those alone', () => {
    const made = clusters(plan(anInventory({ authorityCluster: { imageManaged: false } })));
    expect(made.map(({ role, executor }) => [role, executor])).toEqual([
      ['authority', 'operator'],
      ['trusted', 'lifecycle-image'],
    ]);
    for (const { hosts, executor } of made) {
      const expected = executor === 'operator' ? 'operator' : undefined;
      expect(hosts.map((step) => step.executor)).toEqual(hosts.map(() => expected));
    }
    expect(made[0]?.hosts[0]?.comment).toMatch(/by hand/);
  });

  it('carries all findings of preflight', () => {
    expect(plan(anInventory(), { esxVersion: '9.0.0-0.0.24755229' }).findings[0]).toMatchObject({
      rule: 'DG-1',
      severity: 'blocker',
    });
  });

  it('changes its hash with anything that matters', () => {
    const asIs = (text: string) => text;
    expect(hashPlan(plan(), asIs)).toBe(hashPlan(plan(), asIs));
    expect(hashPlan(plan(anInventory(), { boot: 'full' }), asIs)).not.toBe(hashPlan(plan(), asIs));
  });

  it('is not made for what is no version', () => {
    expect(() => plan(anInventory(), { esxVersion: 'newest' })).toThrow(/not an ESXi version/);
    expect(() => plan(anInventory(), { vcenterVersion: 'newest' })).toThrow(/not a vCenter version/);
  });
});
