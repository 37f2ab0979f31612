import { describe, expect, it } from '@jest/globals';
import type { Estate } from '../../../../src/domain/model/estate.js';
import type { EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { UpgradeRequest } from '../../../../src/domain/model/plan.js';
import { acceptedUnattested, preflight, vcenterTooOld } from '../../../../src/domain/preflight/index.js';
import {
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
  ATTESTED,
  NEW,
  NEW_VC,
  NOT_ATTESTED,
  OLD,
} from '../../../support/builders.js';

type Change = Parameters<typeof anInventory>[0];
const look = (
  inventory: EstateInventory,
  request: Partial<UpgradeRequest> = {},
  estate: Partial<Estate> = {},
) => preflight({ estate: anEstate(estate), inventory, request: aRequest(request) });
const inventory = (change: Change = {}) => anInventory(change);
/** The sample with other facts about one vCenter. */
const withAuthority = (change: Parameters<typeof aVCenter>[1]): EstateInventory => {
  const base = anInventory();
  return { ...base, authority: { ...base.authority, vcenter: aVCenter('vc-authority', change) } };
};
const withTrusted = (change: Parameters<typeof aVCenter>[1]): EstateInventory => {
  const base = anInventory();
  return {
    ...base,
    trusted: base.trusted.map((side) => ({ ...side, vcenter: aVCenter('vc-trusted', change) })),
  };
};
const withHost = (change: Parameters<typeof aTrustedHost>[1], more: Change = {}) =>
  anInventory({
    clusters: [
      aWorkloadCluster([aTrustedHost('esx-1'), aTrustedHost('esx-2'), aTrustedHost('esx-3', change)]),
    ],
    ...more,
  });
const withCluster = (change: Parameters<typeof aWorkloadCluster>[1]) =>
  anInventory({ clusters: [aWorkloadCluster(undefined, change)] });
const without = (value: object, key: string) =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as never;

describe('preflight of a healthy estate', () => {
  it('has no blocker and no warning', () => {
    expect(look(inventory()).filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it('IMG-1: notes that the image is new', () => {
    expect(look(inventory())).toContainEqual(
      expect.objectContaining({ rule: 'IMG-1', subject: NEW, severity: 'info' }),
    );
  });
});

describe('what stops a plan', () => {
  it.each<[string, string, string, ReturnType<typeof look>]>([
    [
      'DG-1',
      '9.0.0-0.0.24755229',
      'DG-1: a 9.x host target',
      look(inventory(), { esxVersion: '9.0.0-0.0.24755229' }),
    ],
    ['DG-1', '9.0.0.0', 'DG-1: a 9.x vCenter target', look(inventory(), { vcenterVersion: '9.0.0.0' })],
    [
      'DG-1',
      'vc-trusted',
      'DG-1: a vCenter that is on 9.x already',
      look(withTrusted({ current: { version: '9.0.0.0', build: '1' } })),
    ],
    ['ORD-2', 'request', 'no vCenter version', look(inventory(), { vcenterVersion: 'newest' })],
    ['IMG-1', 'request', 'no ESXi version', look(inventory(), { esxVersion: '8.0.3' })],
    ['ORD-2', 'vc-authority', 'an update that is not offered', look(withAuthority({ pending: [] }))],
    ['ORD-4', 'vc-trusted', 'an update that is not offered there', look(withTrusted({ pending: [] }))],
    [
      'ORD-4',
      'vc-trusted',
      'a vCenter newer than the target',
      look(withTrusted({ current: { version: '8.0.3.00500', build: '3' } })),
    ],
    [
      'ORD-4',
      'vc-trusted',
      'a vCenter older than its hosts would be',
      look(inventory(), { vcenterVersion: '8.0.2.00200' }),
    ],
    [
      'ORD-6',
      'request',
      'a narrower plan without reason',
      look(inventory(), { only: { tiers: ['trusted-hosts'], reason: '' } }),
    ],
    [
      'IMG-2',
      'f'.repeat(64),
      'a base-image file that the archive does not have',
      look(inventory(), { imageFile: 'f'.repeat(64) }),
    ],
    [
      'IMG-2',
      'f'.repeat(64),
      'a base-image file of another version',
      look(inventory({ imageFiles: [{ version: OLD, hash: 'f'.repeat(64), bytes: 9, from: 'olga' }] }), {
        imageFile: 'f'.repeat(64),
      }),
    ],
    [
      'ORD-6',
      'nowhere',
      'a narrower plan for a cluster that is not there',
      look(inventory(), { only: { tiers: ['trusted-hosts'], clusters: ['nowhere'], reason: 'r' } }),
    ],
    [
      'ORD-6',
      'request',
      'a narrower plan without anything in it',
      look(inventory(), { only: { tiers: ['authority-hosts'], clusters: ['workload'], reason: 'r' } }),
    ],
    [
      'ORD-4',
      'vc-trusted',
      'ORD-6: hosts of one cluster only, above their vCenter',
      look(inventory(), { only: { tiers: ['trusted-hosts'], clusters: ['workload'], reason: 'r' } }),
    ],
    [
      'ORD-4',
      'vc-trusted',
      'ORD-6: hosts only, above their vCenter',
      look(inventory(), { only: { tiers: ['trusted-hosts'], reason: 'r' } }),
    ],
    ['IMG-1', 'esx-3', 'a host newer than the target', look(withHost({ installed: '8.0.3-24280767' }))],
    [
      'INV-6',
      'vc-trusted',
      'one vCenter on both sides',
      look(
        inventory(),
        {},
        {
          authority: {
            vcenter: { ...anEstate().authority.vcenter, url: 'https://VC-trusted.example.com:443' },
            cluster: 'authority',
          },
        },
      ),
    ],
    [
      'INV-6',
      'authority',
      'a cluster that was not found',
      look(
        inventory({
          authorityCluster: { ref: { vcenter: 'vc-authority', moid: 'domain-c1', name: 'other' } },
        }),
      ),
    ],
    [
      'DG-14',
      'esx-7',
      'something unreadable',
      look(inventory({ unreadable: [{ subject: 'esx-7', reason: 'login refused' }] })),
    ],
    [
      'DG-14',
      'esx-3',
      'an unread version',
      look(
        inventory({
          clusters: [aWorkloadCluster([aTrustedHost('esx-1'), without(aTrustedHost('esx-3'), 'installed')])],
        }),
      ),
    ],
    ['ORD-2', 'vc-authority', 'a red appliance', look(withAuthority({ health: 'red' }))],
    [
      'DG-12',
      'vc-trusted',
      'an update in progress',
      look(withTrusted({ updateState: 'INSTALL_IN_PROGRESS' })),
    ],
    ['DG-12', 'vc-trusted', 'an update left failed', look(withTrusted({ updateState: 'INSTALL_FAILED' }))],
    ['ORD-2', 'vc-authority', 'no licence', look(withAuthority({ licensed: false }))],
    ['ORD-2', 'authority', 'a TA cluster switched off', look(inventory({ authority: { state: 'DISABLE' } }))],
    [
      'INV-4',
      'authority',
      'fewer than two healthy TA hosts',
      look(inventory({ taHosts: [aTaHost('ta-1')] })),
    ],
    [
      'DG-7',
      'ta-2',
      'a TA host in maintenance',
      look(
        inventory({ taHosts: [aTaHost('ta-1'), aTaHost('ta-2', { inMaintenance: true }), aTaHost('ta-3')] }),
      ),
    ],
    [
      'DG-7',
      'ta-2',
      'a TA host that is away',
      look(
        inventory({
          taHosts: [aTaHost('ta-1'), aTaHost('ta-2', { connection: 'notResponding' }), aTaHost('ta-3')],
        }),
      ),
    ],
    [
      'DG-7',
      'attestation service',
      'a service that is not OK',
      look(inventory({ authority: { attestationService: 'WARNING' } })),
    ],
    [
      'DG-7',
      'key provider service',
      'DG-14: a service with health NONE',
      look(inventory({ authority: { keyProviderService: 'NONE' } })),
    ],
    [
      'IMG-4',
      `base image ${OLD}`,
      'an image that is not everywhere',
      look(inventory({ authority: { images: [anImage(OLD, { health: 'ERROR' })] } })),
    ],
    [
      'IMG-4',
      `base image ${OLD}`,
      'DG-14: an image with health NONE',
      look(inventory({ authority: { images: [anImage(OLD, { health: 'NONE' })] } })),
    ],
    [
      'INV-5',
      'TPM attestation settings',
      'settings that differ',
      look(inventory({ authority: { tpmSettings: 'ERROR' } })),
    ],
    [
      'ATT-1',
      'esx-3',
      'BASE_IMAGE_MISSING',
      look(withHost({ installed: '8.0.1-21495797', attestation: NOT_ATTESTED })),
    ],
    [
      'DG-7',
      'esx-3',
      'a host that does not attest',
      look(withHost({ attestation: { status: 'unknown', services: [] } })),
    ],
    [
      'INV-1',
      'esx-3',
      'a measured version that is not trusted',
      look(inventory({ ledger: [aLedgerRow(aTrustedHost('esx-3'), { measured: '8.0.1-1' })] })),
    ],
    [
      'INV-2',
      'esx-3',
      'an installed version that is not trusted',
      look(withHost({ installed: '8.0.2-23305546' })),
    ],
    ['ATT-1', 'esx-3', 'a host without TPM', look(withHost({ tpm: false }))],
    [
      'ORD-4',
      'workload',
      'applied configuration that diverged',
      look(withCluster({ appliedConfig: 'ERROR' })),
    ],
    ['ORD-4', 'workload', 'DG-14: applied configuration NONE', look(withCluster({ appliedConfig: 'NONE' }))],
    ['IMG-2', 'workload', 'a cluster managed by baselines', look(withCluster({ imageManaged: false }))],
    [
      'IMG-2',
      'workload',
      'a test host that is not there',
      look(
        inventory(),
        {},
        {
          trusted: anEstate().trusted.map((side) => ({
            ...side,
            clusters: [{ name: 'workload', testHost: 'esx-9' }],
          })),
        },
      ),
    ],
    [
      'IMG-3',
      'vc-trusted',
      'no way to export the image',
      look(inventory(), {}, { trusted: anEstate().trusted.map((side) => without(side, 'hostAccess')) }),
    ],
    ['ORD-8', 'workload', 'DRS switched off', look(withCluster({ drs: 'off' }))],
    ['ORD-8', 'esx-3', 'a pinned VM', look(withHost({ pinnedVms: ['db-1'] }))],
    [
      'ORD-8',
      'esx-1',
      'nobody who takes the VMs',
      look(inventory({ clusters: [aWorkloadCluster([aTrustedHost('esx-1')])] })),
    ],
    [
      'DG-17',
      'workload',
      'suspend-to-memory with encrypted VMs',
      look(
        inventory({
          clusters: [
            aWorkloadCluster([aTrustedHost('esx-1', { encryptedVms: 1 }), aTrustedHost('esx-2')], {
              policy: aPolicy({ powerAction: 'SUSPEND_VMS_TO_MEMORY' }),
            }),
          ],
        }),
      ),
    ],
  ])('%s: %3$s', (rule, subject, _, findings) => {
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule,
        subject,
        severity: 'blocker',
        message: expect.stringMatching(/\.$/),
        remedy: expect.stringMatching(/\.$/),
      }),
    );
  });
});

const SEVEN = { version: '7.0.3.01700', build: '22357613' };
const ESX_SEVEN = '7.0.3-22348816';

describe('ORD-2: a vCenter that goes to another release line', () => {
  const found = look(withAuthority({ current: SEVEN, pending: [] })).filter(
    ({ check }) => check === 'update-available',
  );

  it('does not block; the finding says what the operator has to do', () => {
    expect(found).toHaveLength(1);
    expect(found[0]?.severity).toBe('warning');
    for (const word of [
      NEW_VC,
      '7.0.3.01700',
      'vcsa-deploy',
      'reduced downtime',
      'certificate',
      'snapshots',
    ]) {
      expect(found[0]?.remedy).toContain(word);
    }
    expect(found[0]?.message).toContain('backup');
  });

  it('is not asked to go backwards either', () => {
    const back = look(withAuthority({ current: SEVEN }), { vcenterVersion: '6.7.0.10000' });
    expect(back).toContainEqual(
      expect.objectContaining({ check: 'update-available', severity: 'blocker', subject: 'vc-authority' }),
    );
  });

  it('DG-14: one too old to be read is a blocker that names the way out', () => {
    expect(vcenterTooOld('vc-authority', 'vc-authority: runs vCenter 7.0.1')).toEqual({
      rule: 'DG-14',
      check: 'vcenter-too-old',
      subject: 'vc-authority',
      severity: 'blocker',
      message: 'vc-authority runs vCenter 7.0.1.',
      remedy: 'Upgrade vc-authority to vCenter 7.0 U2 or later by hand, then read the inventory again.',
    });
  });
});

describe('what the approver is told', () => {
  it.each<[string, string, string, 'warning' | 'info', ReturnType<typeof look>]>([
    [
      'BAK-1',
      'sample',
      'the vTA configuration was never archived',
      'warning',
      look(without(inventory(), 'configurationArchivedAt')),
    ],
    ['BAK-3', 'sample', 'the vTA configuration is archived again', 'info', look(inventory())],
    [
      'BAK-1',
      'vc-trusted',
      'no vCenter backup',
      'warning',
      look({
        ...inventory(),
        trusted: inventory().trusted.map((side) => ({
          ...side,
          vcenter: without(side.vcenter, 'lastBackupAt'),
        })),
      }),
    ],
    ['DG-11', OLD, 'an image without its file', 'warning', look(inventory({ archivedImages: [] }))],
    [
      'DG-14',
      'vc-trusted',
      'attestation reports without an end',
      'warning',
      look(withHost({ attestation: without(ATTESTED, 'attestedUntil') })),
    ],
    [
      'IMG-2',
      'authority',
      'TA hosts that people upgrade by hand',
      'warning',
      look(inventory({ authorityCluster: { imageManaged: false } })),
    ],
    [
      'ORD-4',
      'vc-trusted',
      'an unread licence',
      'warning',
      look({
        ...inventory(),
        trusted: inventory().trusted.map((side) => ({ ...side, vcenter: without(side.vcenter, 'licensed') })),
      }),
    ],
    ['ORD-2', 'vc-authority', 'a yellow appliance', 'warning', look(withAuthority({ health: 'yellow' }))],
    [
      'ORD-2',
      'vc-authority',
      'an upgrade to another release line',
      'warning',
      look(withAuthority({ current: SEVEN, pending: [] })),
    ],
    [
      'ORD-4',
      'vc-trusted',
      'the same on the trusted side, whatever its appliance offers',
      'warning',
      look(withTrusted({ current: SEVEN })),
    ],
    [
      'ORD-3',
      'authority',
      'TA hosts that need licence keys of another major version',
      'warning',
      look(inventory({ taHosts: ['ta-1', 'ta-2'].map((name) => aTaHost(name, { installed: ESX_SEVEN })) })),
    ],
    ['ORD-5', 'workload', 'the same for a trusted host', 'warning', look(withHost({ installed: ESX_SEVEN }))],
    [
      'INV-4',
      'authority',
      'only two TA hosts',
      'info',
      look(inventory({ taHosts: [aTaHost('ta-1'), aTaHost('ta-2')] })),
    ],
    [
      'DG-7',
      'esx-3',
      'an unattested host out of service',
      'warning',
      look(withHost({ inMaintenance: true, attestation: NOT_ATTESTED })),
    ],
    [
      'INV-2',
      'esx-3',
      'an untrusted version on a host out of service',
      'warning',
      look(withHost({ inMaintenance: true, installed: '8.0.2-23305546' })),
    ],
    ['ORD-5', 'esx-3', 'a host that is left out', 'warning', look(withHost({ connection: 'disconnected' }))],
    [
      'DG-14',
      'esx-3',
      'an unknown boot type',
      'warning',
      look(withHost({ boot: { type: 'unknown', source: 'none' } }, { ledger: [] })),
    ],
    [
      'QB-2',
      'workload',
      'QB-3: the consequence of Quick Boot',
      'warning',
      look(withCluster({ policy: aPolicy({ enableQuickBoot: true }) })),
    ],
    [
      'ORD-8',
      'workload',
      'parallel remediation',
      'warning',
      look(withCluster({ policy: aPolicy({ parallelRemediation: true }) })),
    ],
    [
      'DG-17',
      'workload',
      'another power action',
      'warning',
      look(withCluster({ policy: aPolicy({ powerAction: 'POWER_OFF_VMS' }) })),
    ],
    ['ORD-8', 'workload', 'vSAN', 'info', look(withCluster({ vsan: true }))],
    [
      'ORD-8',
      'workload',
      'DRS partially automated',
      'warning',
      look(withCluster({ drs: 'partiallyAutomated' })),
    ],
    ['IMG-1', 'workload', 'mixed versions', 'info', look(withHost({ installed: NEW }))],
    [
      'IMG-2',
      'esx-1',
      'a test host with encrypted VMs',
      'warning',
      look(
        inventory({
          clusters: [
            aWorkloadCluster([
              aTrustedHost('esx-1', { encryptedVms: 2 }),
              aTrustedHost('esx-2', { encryptedVms: 3 }),
            ]),
          ],
        }),
      ),
    ],
  ])('%s: %3$s', (rule, subject, _, severity, findings) => {
    expect(findings).toContainEqual(expect.objectContaining({ rule, subject, severity }));
  });

  it('QB-2: the Quick Boot warning disappears when full boots are requested', () => {
    const quick = withCluster({ policy: aPolicy({ enableQuickBoot: true }) });
    expect(look(quick, { boot: 'full' }).some(({ rule }) => rule === 'QB-2')).toBe(false);
  });

  it('BAK-2: says where the configuration lives', () => {
    const finding = look(without(inventory(), 'configurationArchivedAt')).find(
      ({ rule }) => rule === 'BAK-1',
    );
    expect(finding?.message).toMatch(/on the TA hosts, and no vCenter backup contains it/);
  });

  it('DG-7: approving the plan accepts the named host, and no other', () => {
    const findings = look(withHost({ connection: 'disconnected', attestation: NOT_ATTESTED }));
    expect(acceptedUnattested({ findings })).toEqual(['esx-3']);
    expect(acceptedUnattested({ findings: look(withHost({ attestation: NOT_ATTESTED })) })).toEqual([]);
  });
});

describe('preflight as a whole', () => {
  it('reports everything at once: blockers, then warnings, then notes', () => {
    const findings = look(
      withHost({ tpm: false, pinnedVms: ['db-1'] }, { archivedImages: [], authority: { state: 'DISABLE' } }),
    );
    const weights = findings.map(({ severity }) => ['blocker', 'warning', 'info'].indexOf(severity));
    expect(weights).toEqual(weights.toSorted((a, b) => a - b));
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(
      new Set([...findings.map(({ rule }) => rule), 'ORD-2', 'ATT-1', 'ORD-8', 'DG-11']),
    );
  });

  it('does not fail on an estate that is done', () => {
    const done = anInventory({
      taHosts: ['ta-1', 'ta-2', 'ta-3'].map((name) => aTaHost(name, { installed: NEW })),
      clusters: [aWorkloadCluster([aTrustedHost('esx-1', { installed: NEW })])],
      authority: { images: [anImage(OLD), anImage(NEW)] },
      archivedImages: [OLD, NEW],
    });
    expect(look(done, { vcenterVersion: NEW_VC }).filter(({ severity }) => severity === 'blocker')).toEqual(
      [],
    );
  });
});
