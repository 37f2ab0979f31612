import { toldSecureBoot } from '../../attestation/index.js';
import type { HostPlatform } from '../../model/host-platform.js';
import { checkNamed, count, nameSome } from '../check.js';
import { trustedPlatformsOf } from '../platforms.js';

const { blocker, warning, check } = checkNamed({
  id: 'secure-boot',
  rule: 'ATT-1',
  looksAt: 'Every trusted host is known to have booted by UEFI with Secure Boot.',
  severities: ['blocker', 'warning'],
  remedy: 'Switch on UEFI and Secure Boot in the firmware of the host, and boot it.',
});

/** Attestation needs UEFI with Secure Boot (2.12). @rule ATT-1, INV-1 */
export const secureBoot = check(({ sides }) => {
  const hosts = trustedPlatformsOf(sides).filter(({ isRead }) => isRead);
  const off = hosts.flatMap(({ host: { ref }, platform }) => {
    const why = whyOff(platform);
    if (why === undefined) return [];
    return blocker(
      ref.name,
      `${ref.name} cannot attest after its next full boot: ${why}.`,
      `Switch on UEFI and Secure Boot in the firmware of ${ref.name}, boot it, and read the inventory again.`,
    );
  });
  const untold = new Map<string, string[]>();
  for (const { cluster, host, platform } of hosts) {
    if (whyOff(platform) !== undefined || toldSecureBoot(platform) === true) continue;
    untold.set(cluster.ref.name, [...(untold.get(cluster.ref.name) ?? []), host.ref.name]);
  }
  return [
    ...off,
    ...[...untold].map(([cluster, names]) =>
      warning(
        cluster,
        `Nothing says that Secure Boot is on for ${count(names.length, 'host')} of ${cluster}: ${nameSome(names)}. Neither their firmware nor the TPM attestation of vCenter tells.`,
        'Look at Secure Boot in the firmware of these hosts before they are booted.',
      ),
    ),
  ];
});

function whyOff({ firmware, secureBoot: on }: HostPlatform): string | undefined {
  if (firmware !== undefined && firmware !== 'UEFI') return `its firmware is ${firmware}, not UEFI`;
  return on === false ? 'its firmware reports that Secure Boot is off' : undefined;
}
