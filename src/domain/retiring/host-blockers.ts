import { baseImageRemovalBlockers } from '../attestation/index.js';
import type { Finding } from '../model/finding.js';
import type { BaseImage } from '../model/inventory.js';
import { compareEsxVersions, parseEsxVersion } from '../versions/index.js';
import { blocker } from './blocker.js';
import { ledgerRows } from './hosts.js';
import type { HostEvidence } from './model.js';
import { whyRollback } from './rollback.js';

/** What a host is judged with. */
interface About {
  readonly images: readonly BaseImage[];
  readonly rollbackWindowHours: number;
  readonly readAt: string;
}

/**
 * Names every host that forbids the removal of a version, and why: it needs it, may be rolled back to it, is not
 * updated past it, or nobody knows.
 *
 * @returns by host, all reasons of one together; empty = no host forbids it
 * @rule QB-4, INV-3, FIX-3, DG-5, DG-10, DG-14
 */
export function hostBlockers(image: BaseImage, hosts: readonly HostEvidence[], about: About): Finding[] {
  return hosts.flatMap((host) => [
    ...baseImageRemovalBlockers(image, ledgerRows([host], about.readAt)),
    ...unreadHost(host),
    ...notUpdated(image, host),
    ...whyRollback(image.version, host, about.rollbackWindowHours),
    ...attestation(host, about.images),
  ]);
}

/** vCenter shows of a host that is away what it was when it was last seen. @rule DG-10 */
function unreadHost({ host, connection }: HostEvidence): Finding[] {
  if (connection === 'connected') return [];
  return [
    blocker('DG-10', 'host-unreadable', host.name, {
      message: `${host.name} is ${connection}: what it runs now, and attests with, cannot be read.`,
      remedy: `Connect ${host.name} again, or take it out of its trusted cluster; then ask again.`,
    }),
  ];
}

/** Images are removed behind an upgrade, not before it: hosts on an older version still have this one to come. */
function notUpdated({ version }: BaseImage, { host, installed }: HostEvidence): Finding[] {
  if (installed === undefined || parseEsxVersion(version) === undefined) return [];
  if (compareEsxVersions(installed, version) >= 0) return [];
  return [
    blocker('FIX-3', 'host-not-updated', host.name, {
      message: `${host.name} runs ${installed}, which is older than ${version}: not all trusted hosts are updated.`,
      remedy: `Upgrade ${host.name}, then ask again.`,
    }),
  ];
}

/** Attestation must show what the versions say; a host that is not attested cannot be seen to stay so. @rule DG-14, QB-6 */
function attestation({ host, attestation, measured }: HostEvidence, images: readonly BaseImage[]): Finding[] {
  if (attestation !== 'attested') {
    return [
      blocker('DG-14', 'host-not-attested', host.name, {
        message: `${host.name} is not attested now (${attestation}): after a removal nobody could tell what it needs.`,
        remedy: `See why ${host.name} is not attested and mend it; then ask again.`,
      }),
    ];
  }
  if (measured === undefined || images.some(({ version }) => version === measured)) return [];
  return [
    blocker('QB-6', 'measured-inconsistent', host.name, {
      message: `${host.name} is attested, yet ${measured}, known as the version of its last full boot, is no base image of the cluster: what is known of it cannot be right.`,
      remedy: `Boot ${host.name} fully (Quick Boot off), so that its version is known; then ask again.`,
    }),
  ];
}
