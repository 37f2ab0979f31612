import { describe, expect, it } from '@jest/globals';
import type { HardwareCheck, ImageReports, PreCheck } from '../../../../src/domain/model/image-reports.js';
import type { EsxCluster } from '../../../../src/domain/model/inventory.js';
import type { UpgradeRequest } from '../../../../src/domain/model/plan.js';
import { preflight } from '../../../../src/domain/preflight/index.js';
import {
  anEstate,
  anInventory,
  aReadiness,
  aRequest,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
  OLD,
} from '../../../support/builders.js';

const names = ['esx-1', 'esx-2'];
const moids = names.map((name) => `host-${name}`);
const AT = '2026-01-10T11:00:00.000Z';
const preCheck = (change: Partial<PreCheck> = {}): PreCheck => ({
  commit: '7',
  at: AT,
  hosts: moids,
  troubles: [],
  ...change,
});
const hardware = (devices: HardwareCheck['devices'], baseImage = NEW): HardwareCheck => ({
  baseImage,
  at: AT,
  devices,
});
interface Case {
  readonly cluster?: Partial<EsxCluster>;
  readonly request?: Partial<UpgradeRequest>;
}

const found = (reports: Omit<ImageReports, 'cluster'>, { cluster = {}, request = {} }: Case = {}) => {
  const hosts = names.map((name) => aTrustedHost(name));
  const workload = aWorkloadCluster(hosts, { desired: { baseImage: NEW, commit: '7' }, ...cluster });
  const base = anInventory({ clusters: [workload] });
  const imageReports = [{ cluster: workload.ref.moid, ...reports }];
  const inventory = {
    ...base,
    trusted: base.trusted.map((side) => ({
      ...side,
      readiness: aReadiness('vc-trusted', hosts, { imageReports }),
    })),
  };
  return preflight({
    estate: anEstate(),
    inventory,
    request: aRequest({ only: { tiers: ['trusted-hosts'], reason: 'the others are done' }, ...request }),
  }).filter(({ check }) => check === 'image-pre-check');
};
const told = (...args: Parameters<typeof found>) =>
  found(...args).map(({ severity, rule, subject }) => `${severity} ${rule} ${subject}`);

const CLEAN = { preCheck: preCheck(), hardware: hardware([]) };
const NO_CHECK = ['info ORD-5 vc-trusted'];

describe('what vLCM found before', () => {
  it('says nothing where the target was checked and is well', () => expect(told(CLEAN)).toEqual([]));

  it('ORD-5: an error blocks by the name of the host, and says what was found', () => {
    const troubles = [{ host: 'host-esx-2', kind: 'error', texts: ['Small boot device.'] }] as const;
    const [finding, ...more] = found({ ...CLEAN, preCheck: preCheck({ troubles }) });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'blocker',
      rule: 'ORD-5',
      subject: 'esx-2',
      message: `The pre-check of ${AT} fails on esx-2: Small boot device.`,
    });
  });

  it('an error of the whole cluster is that of the cluster', () => {
    const troubles = [{ kind: 'error', texts: [] }] as const;
    expect(told({ ...CLEAN, preCheck: preCheck({ troubles }) })).toEqual(['blocker ORD-5 workload']);
  });

  it('DG-14: a check that did not end is no success', () => {
    const troubles = [{ host: 'host-esx-1', kind: 'unfinished', texts: [] }] as const;
    expect(told({ ...CLEAN, preCheck: preCheck({ troubles }) })).toEqual(['warning ORD-5 esx-1']);
  });

  it('ORD-5: a device without support blocks, one with another driver is a warning', () => {
    const devices = [
      { name: 'NIC', kind: 'device', hosts: ['host-esx-1'] },
      { name: 'HBA', kind: 'driver', hosts: moids },
    ] as const;
    expect(told({ ...CLEAN, hardware: hardware(devices) })).toEqual([
      'blocker ORD-5 esx-1',
      'warning ORD-5 esx-1',
      'warning ORD-5 esx-2',
    ]);
  });

  it.each<[string, Parameters<typeof found>]>([
    ['no check was ever made', [{ preCheck: 'none', hardware: 'none' }]],
    ['it was of an older commit', [{ ...CLEAN, preCheck: preCheck({ commit: '6' }) }]],
    ['the desired image is another', [CLEAN, { cluster: { desired: { baseImage: OLD, commit: '7' } } }]],
    ['it was of some hosts only', [{ ...CLEAN, preCheck: preCheck({ hosts: ['host-esx-1'] }) }]],
  ])('%s: said, with what to do', (_, args) => expect(told(...args)).toEqual(NO_CHECK));

  it('what was found for another image is not held against this one', () => {
    const troubles = [{ host: 'host-esx-2', kind: 'error', texts: ['Old.'] }] as const;
    const devices = [{ name: 'NIC', kind: 'device', hosts: moids }] as const;
    expect(told({ preCheck: preCheck({ commit: '6', troubles }), hardware: hardware(devices, OLD) })).toEqual(
      NO_CHECK,
    );
  });

  it('says nothing of clusters without work, or that people upgrade', () => {
    const none = { preCheck: 'none', hardware: 'none' } as const;
    expect(told(none, { request: { executors: { clusters: { workload: 'iso' } } } })).toEqual([]);
    expect(told(none, { cluster: { imageManaged: false } })).toEqual([]);
    const only = { tiers: ['trusted-vcenters'], reason: 'hosts follow' } as const;
    expect(told(none, { request: { only } })).toEqual([]);
  });
});
