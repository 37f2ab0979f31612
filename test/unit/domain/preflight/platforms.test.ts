import { describe, expect, it } from '@jest/globals';
import type { HostPlatform } from '../../../../src/domain/model/host-platform.js';
import type { EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { UpgradeRequest } from '../../../../src/domain/model/plan.js';
import type { Readiness } from '../../../../src/domain/model/readiness.js';
import { preflight } from '../../../../src/domain/preflight/index.js';
import { aCluster, anEstate, anInventory, aRequest } from '../../../support/builders.js';

const base = anInventory();
const accepted: HostPlatform = {
  tpmAttestation: 'accepted',
  firmware: 'UEFI',
  tpmVersion: '2.0',
  txt: false,
};

interface Case {
  /** Of the first trusted host; `undefined` = unread. */
  readonly platform: HostPlatform | undefined;
  readonly quickBoot?: boolean;
  /** Of all trusted hosts. */
  readonly installed?: string;
  readonly request?: Partial<UpgradeRequest>;
}
const withPlatform = (readiness: Readiness | undefined, platform: HostPlatform | undefined): Readiness => ({
  ...(readiness as Readiness),
  hosts: (readiness?.hosts ?? []).map((host, index) => {
    if (index > 0) return host;
    const { platform: _, ...rest } = host;
    return platform === undefined ? rest : { ...rest, platform };
  }),
});
const found = ({ platform, quickBoot = false, request = {}, installed }: Case): string[] => {
  const inventory: EstateInventory = {
    ...base,
    trusted: base.trusted.map((side) => ({
      ...side,
      clusters: side.clusters.map((cluster) =>
        aCluster(cluster.ref, cluster.hosts, {
          ...cluster,
          hosts: cluster.hosts.map((host) => ({ ...host, ...(installed && { installed }) })),
          ...(cluster.policy && { policy: { ...cluster.policy, enableQuickBoot: quickBoot } }),
        }),
      ),
      readiness: withPlatform(side.readiness, platform),
    })),
  };
  return preflight({ estate: anEstate(), inventory, request: aRequest(request) })
    .filter(({ check }) => ['secure-boot', 'no-tpm', 'quick-boot-txt', 'readiness-unread'].includes(check))
    .map(
      ({ check, severity, rule, subject, message }) => `${severity} ${check} ${rule} ${subject}: ${message}`,
    );
};

describe('what a trusted host needs to attest', () => {
  it.each<[string, HostPlatform | undefined, RegExp | undefined]>([
    ['ATT-1: all of it, as vCenter attests', accepted, undefined],
    ['ATT-1: all of it, as the firmware says', { ...accepted, secureBoot: true }, undefined],
    [
      'ATT-1: Secure Boot by the firmware alone, where vCenter attests nothing',
      { firmware: 'UEFI', secureBoot: true },
      undefined,
    ],
    ['ATT-1: BIOS', { ...accepted, firmware: 'BIOS' }, /^blocker secure-boot ATT-1 esx-1: .*BIOS, not UEFI/],
    [
      'ATT-1: Secure Boot is off, whatever vCenter attested before',
      { ...accepted, secureBoot: false },
      /^blocker secure-boot ATT-1 esx-1: .*reports that Secure Boot is off/,
    ],
    [
      'DG-14: nobody says',
      { firmware: 'UEFI' },
      /^warning secure-boot ATT-1 workload: Nothing says .* 1 host .*esx-1/,
    ],
    [
      'DG-14: an attestation that is refused says nothing for it',
      { firmware: 'UEFI', tpmAttestation: 'notAccepted' },
      /^warning secure-boot ATT-1 workload/,
    ],
    [
      'ATT-1: a TPM 1.2',
      { ...accepted, tpmVersion: '1.2' },
      /^blocker no-tpm ATT-1 esx-1: esx-1 has a TPM 1\.2/,
    ],
    ['DG-14: nothing was read', undefined, /^warning readiness-unread .*the firmware of its hosts/],
  ])('%s', (_, platform, expected) => {
    const findings = found({ platform });
    expect(findings).toHaveLength(expected === undefined ? 0 : 1);
    if (expected !== undefined) expect(findings[0]).toMatch(expected);
  });
});

describe('QB-1: Intel TXT against Quick Boot', () => {
  it.each<[string, Case, RegExp | undefined]>([
    ['TXT is off', { platform: accepted, quickBoot: true }, undefined],
    [
      'TXT is on',
      { platform: { ...accepted, txt: true }, quickBoot: true },
      /^warning quick-boot-txt QB-1 esx-1: esx-1 has Intel TXT on and cannot Quick Boot/,
    ],
    [
      'DG-14: the host does not say',
      { platform: { tpmAttestation: 'accepted' }, quickBoot: true },
      /^warning quick-boot-txt QB-1 workload: .*1 host of workload do not say .*esx-1/,
    ],
    ['Quick Boot is off', { platform: { ...accepted, txt: true } }, undefined],
    [
      'full boots are asked for',
      { platform: { ...accepted, txt: true }, quickBoot: true, request: { boot: 'full' } },
      undefined,
    ],
    [
      'a host of ESXi 7 that goes to 8',
      { platform: { ...accepted, txt: true }, quickBoot: true, installed: '7.0.1-16850804' },
      /^warning quick-boot-txt QB-1 esx-1/,
    ],
    [
      'ESXi 7 is not known to exclude it',
      {
        platform: { ...accepted, txt: true },
        quickBoot: true,
        installed: '7.0.1-16850804',
        request: { esxVersion: '7.0.3-0.0.24022510' },
      },
      undefined,
    ],
  ])('%s', (_, what, expected) => {
    const findings = found(what).filter((text) => text.includes('quick-boot-txt'));
    expect(findings).toHaveLength(expected === undefined ? 0 : 1);
    if (expected !== undefined) expect(findings[0]).toMatch(expected);
  });
});
