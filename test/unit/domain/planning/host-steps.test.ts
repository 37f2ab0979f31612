import { describe, expect, it } from '@jest/globals';
import type { EsxCluster, EsxHost, EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { UpgradeRequest } from '../../../../src/domain/model/plan.js';
import { planHosts } from '../../../../src/domain/planning/host-steps.js';
import { suppliedFile } from '../../../../src/domain/planning/supplied-file.js';
import { chooseTestHost } from '../../../../src/domain/planning/test-host.js';
import {
  aCluster,
  aLedgerRow,
  anImage,
  anInventory,
  aPolicy,
  aRequest,
  aTaHost,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
  OLD,
} from '../../../support/builders.js';

const hosts = ['esx-1', 'esx-2'].map((name) => aTrustedHost(name));
function plan(
  cluster: EsxCluster,
  {
    inventory = anInventory(),
    request = {},
  }: { inventory?: EstateInventory; request?: Partial<UpgradeRequest> } = {},
) {
  return planHosts({ cluster, target: NEW, inventory, request: aRequest(request) }).hosts;
}
const quick = { policy: aPolicy({ enableQuickBoot: true }) };
const FILE = { version: NEW, hash: 'f'.repeat(64), bytes: 9, from: 'olga' };

describe('IMG-2, DG-6: the steps of a trusted cluster', () => {
  it('the test host and another one, whole', () => {
    const [test, other] = plan(aWorkloadCluster(hosts));
    const [first, second] = hosts;
    const expects = { installed: OLD, measured: OLD, inMaintenance: false, connection: 'connected' };
    expect(test).toEqual({
      host: first?.ref,
      cluster: first?.cluster,
      role: 'trusted',
      order: 1,
      isTestHost: true,
      target: NEW,
      boot: 'full',
      measuredAfter: NEW,
      expects,
      comment: `Test host (first by name without encrypted VMs), ${OLD} to ${NEW} by full boot: proves that ${NEW} attests.`,
    });
    expect(other).toEqual({
      host: second?.ref,
      cluster: second?.cluster,
      role: 'trusted',
      order: 2,
      isTestHost: false,
      target: NEW,
      boot: 'full',
      measuredAfter: NEW,
      expects,
      comment: `${OLD} to ${NEW} by full boot: attests with ${NEW} afterwards.`,
    });
  });

  it('with a file, the first host proves the file', () => {
    const given = {
      inventory: anInventory({ imageFiles: [FILE] }),
      request: { imageFile: FILE.hash },
    };
    const [first, second] = plan(aWorkloadCluster(hosts), given);
    expect(first).toMatchObject({
      imageFile: FILE,
      comment: `First host (first by name without encrypted VMs), ${OLD} to ${NEW} by full boot: proves that ${NEW} of the file from olga attests.`,
    });
    expect(second).not.toHaveProperty('imageFile');
  });

  it.each<
    [words: string, change: Partial<EsxHost>, cluster: Partial<EsxCluster>, request: Partial<UpgradeRequest>]
  >([
    [`${OLD} to ${NEW} by Quick Boot: goes on attesting with ${OLD}.`, {}, quick, {}],
    [`${OLD} to ${NEW} by full boot: attests with ${NEW} afterwards.`, {}, quick, { boot: 'full' }],
    [
      `${OLD} to ${NEW} by full boot (it cannot Quick Boot): attests with ${NEW} afterwards.`,
      { quickBootSupported: false },
      quick,
      {},
    ],
    [`${OLD} to ${NEW} by full boot: attests with ${NEW} afterwards.`, { quickBootSupported: false }, {}, {}],
    [
      `${OLD} to ${NEW} by hand, with a full boot: attests with ${NEW} afterwards.`,
      {},
      { imageManaged: false },
      { executors: { clusters: { workload: 'iso' } } },
    ],
  ])('QB-3: %s', (words, change, cluster, request) => {
    const [, other] = plan(
      aWorkloadCluster(
        hosts.map((host) => ({ ...host, ...change })),
        cluster,
      ),
      { request },
    );
    expect(other?.comment).toBe(words);
  });

  it('DG-14: with an unknown last full boot', () => {
    const rows = hosts.map((host) => {
      const { measured: _, ...row } = aLedgerRow(host);
      return row;
    });
    const [, other] = plan(aWorkloadCluster(hosts, quick), { inventory: anInventory({ ledger: rows }) });
    expect(other?.comment).toBe(
      `${OLD} to ${NEW} by Quick Boot: goes on attesting with the version of its last full boot, which is unknown.`,
    );
  });

  it('DG-3: a host that the ledger does not hold is known by its last boot alone', () => {
    const elsewhere = hosts.map((host) => {
      const row = aLedgerRow(host, { measured: '8.0.1-1' });
      return [
        { ...row, host: { ...row.host, vcenter: 'vc-other' } },
        { ...row, host: { ...row.host, moid: 'host-other' } },
      ];
    });
    const [, other] = plan(aWorkloadCluster(hosts), { inventory: anInventory({ ledger: elsewhere.flat() }) });
    expect(other?.expects.measured).toBe(OLD);
  });

  it('people say in which way they do it', () => {
    const [step] = plan(aWorkloadCluster(hosts, { imageManaged: false }), {
      request: { executors: { clusters: { workload: 'iso' } } },
    });
    expect(step).toMatchObject({ executor: 'operator', way: 'iso', boot: 'full' });
  });
});

describe('ORD-3, ORD-7: the steps of TA hosts', () => {
  const ref = aTaHost().cluster;
  const members = ['ta-1', 'ta-2'].map((name) => aTaHost(name));

  it('no test host, nothing measured', () => {
    const steps = plan(aCluster(ref, members, { policy: aPolicy({ enableQuickBoot: true }) }));
    expect(steps.map(({ isTestHost }) => isTestHost)).toEqual([false, false]);
    expect(steps[0]).toMatchObject({ boot: 'quick', comment: `TA host, ${OLD} to ${NEW} by Quick Boot.` });
    expect(steps[0]).not.toHaveProperty('measuredAfter');
    expect(steps[0]?.expects).not.toHaveProperty('measured');
  });

  it('by hand', () => {
    const [step] = plan(aCluster(ref, members, { imageManaged: false }));
    expect(step).toMatchObject({ executor: 'operator' });
    expect(step).not.toHaveProperty('way');
    expect(step?.comment).toBe(`TA host, ${OLD} to ${NEW} by hand, verified afterwards.`);
  });
});

describe('IMG-2: which host is the test host, and why', () => {
  const encrypted = (name: string, encryptedVms: number, moid = `host-${name}`) =>
    aTrustedHost(name, { encryptedVms, ref: { vcenter: 'vc-trusted', moid, name } });

  it.each<[why: string, candidates: EsxHost[], named: string | undefined, moid: string]>([
    ['named by the estate file', [encrypted('a', 0), encrypted('b', 2)], 'b', 'host-b'],
    ['first by name without encrypted VMs', [encrypted('b', 0), encrypted('a', 0)], undefined, 'host-a'],
    [
      'first by name without encrypted VMs',
      [encrypted('a', 0, 'm2'), encrypted('a', 0, 'm1')],
      undefined,
      'm1',
    ],
    ['fewest encrypted VMs (1) of its cluster', [encrypted('a', 3), encrypted('b', 1)], undefined, 'host-b'],
    [
      'fewest encrypted VMs (1) of its cluster; c of the estate file has nothing to upgrade',
      [encrypted('a', 1)],
      'c',
      'host-a',
    ],
  ])('%s', (why, candidates, named, moid) => {
    const choice = chooseTestHost(candidates, named);
    expect([choice?.why, choice?.host.ref.moid]).toEqual([why, moid]);
  });

  it('none of none', () => {
    expect(chooseTestHost([], 'a')).toBeUndefined();
  });
});

describe('IMG-2: the file that a request names', () => {
  const given = (files: (typeof FILE)[], images = [OLD]) =>
    anInventory({ imageFiles: files, authority: { images: images.map((version) => anImage(version)) } });
  const request = aRequest({ imageFile: FILE.hash });

  it('of that hash and version, unless the image is trusted', () => {
    expect(suppliedFile(given([{ ...FILE, version: OLD }, FILE]), request)).toBe(FILE);
    expect(suppliedFile(given([{ ...FILE, version: OLD }]), request)).toBeUndefined();
    expect(suppliedFile(given([{ ...FILE, hash: '0' }]), request)).toBeUndefined();
    expect(suppliedFile(given([FILE], [OLD, NEW]), request)).toBeUndefined();
    expect(suppliedFile(given([FILE]), aRequest())).toBeUndefined();
    const { imageFiles: _, ...none } = given([]);
    expect(suppliedFile(none, request)).toBeUndefined();
    const { esxVersion: __, ...noVersion } = request;
    expect(suppliedFile(given([FILE]), noVersion)).toBeUndefined();
  });
});
