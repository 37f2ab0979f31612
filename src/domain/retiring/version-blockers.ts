import type { Finding } from '../model/finding.js';
import type { BaseImage } from '../model/inventory.js';
import { parseEsxVersion } from '../versions/index.js';
import { blocker } from './blocker.js';
import type { HostEvidence, RetiringFacts } from './model.js';

/** Why a version must stay, whatever each host says. @rule FIX-3, FIX-4, DG-5, DG-11, INV-5, QB-6 */
export function versionBlockers(
  image: BaseImage,
  facts: RetiringFacts,
  hosts: readonly HostEvidence[],
): Finding[] {
  const { images } = facts.inventory.authority.facts;
  return [
    ...lastOne(image, images),
    ...ambiguous(image, images),
    ...notArchived(image, facts),
    ...othersUnhealthy(image, images),
    ...desired(image, facts),
    ...usedByOthers(image, hosts),
  ];
}

function lastOne({ version }: BaseImage, images: readonly BaseImage[]): Finding[] {
  if (images.length > 1) return [];
  return [
    blocker('DG-5', 'last-image', version, {
      message: `${version} is the last base image of the Trust Authority Cluster: without it no host is attested.`,
      remedy: 'Keep it; import the version that the hosts run before removing another.',
    }),
  ];
}

/** The name must say which one is meant. */
function ambiguous({ version }: BaseImage, images: readonly BaseImage[]): Finding[] {
  const same = images.filter((other) => other.version === version);
  if (same.length < 2) return [];
  return [
    blocker('FIX-4', 'version-ambiguous', version, {
      message: `${same.length} base images are of version ${version}: ${same.map(({ id }) => id).join(', ')}.`,
      remedy: 'Remove the one that is meant by hand, with its own identifier.',
    }),
  ];
}

function notArchived({ version }: BaseImage, { inventory }: RetiringFacts): Finding[] {
  if (inventory.archivedImages.includes(version)) return [];
  return [
    blocker('DG-11', 'not-archived', version, {
      message: `The archive holds no file of ${version}: once removed, it could not be imported again.`,
      remedy: `Export it from a host that runs it (vta archive create), or keep it.`,
    }),
  ];
}

/** Whoever loses one image leans on the others: each must be on every Trust Authority host. */
function othersUnhealthy({ version }: BaseImage, images: readonly BaseImage[]): Finding[] {
  return images
    .filter((other) => other.version !== version && other.health !== 'OK')
    .map((other) =>
      blocker('INV-5', 'image-inconsistent', other.version, {
        message: `Base image ${other.version}, which would stay, has health ${other.health}, not OK.`,
        remedy: `Import ${other.version} again from the archive, with every Trust Authority host connected.`,
      }),
    );
}

/** vLCM would bring hosts to it. */
function desired({ version }: BaseImage, { inventory, beyond }: RetiringFacts): Finding[] {
  return [...inventory.trusted, ...beyond]
    .flatMap(({ clusters }) => clusters)
    .filter((cluster) => cluster.desired?.baseImage === version)
    .map(({ ref }) =>
      blocker('INV-2', 'desired-image', ref.name, {
        message: `The desired image of cluster ${ref.name} is ${version}: a remediation would bring its hosts to it.`,
        remedy: `Set the desired image of ${ref.name} to the version that its hosts run.`,
      }),
    );
}

/**
 * A time of attestation can prove use, never non-use. It does when it is later than the last boot of every known host,
 * as none of them measured this version since: somebody else did. Once reports of that age have all run out, whoever it
 * was is gone.
 *
 * @rule QB-6
 */
function usedByOthers({ version, lastAttestedAt }: BaseImage, hosts: readonly HostEvidence[]): Finding[] {
  if (lastAttestedAt === undefined || hosts.some(({ measured }) => measured === version)) return [];
  const boots = hosts.map(({ bootTime }) => (bootTime === undefined ? Number.NaN : Date.parse(bootTime)));
  const at = Date.parse(lastAttestedAt);
  if (!boots.every((boot) => boot < at)) return [];
  const clocks = hosts.flatMap(({ clock }) => (clock === undefined ? [] : [Date.parse(clock)]));
  const lives = hosts.flatMap(({ attestedAt, attestedUntil }) =>
    attestedAt === undefined || attestedUntil === undefined
      ? []
      : [Date.parse(attestedUntil) - Date.parse(attestedAt)],
  );
  if (lives.length > 0 && Math.max(...clocks) - at > Math.max(...lives)) return [];
  return [
    blocker('QB-6', 'attested-by-others', version, {
      message: `Somebody attested with ${version} at ${lastAttestedAt}, after the last boot of every known host, none of which measures it.`,
      remedy: 'Find the host that uses it: a vCenter or cluster may be missing in the estate file.',
    }),
  ];
}

/** Versions that can be named. */
export function isReadable({ version }: BaseImage): boolean {
  return parseEsxVersion(version) !== undefined;
}
