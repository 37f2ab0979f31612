import { by } from '../compare.js';
import type { Finding } from '../model/finding.js';
import type { BaseImage, LedgerRow } from '../model/inventory.js';
import { compareEsxVersions } from '../versions/index.js';

/**
 * Names every host that forbids removing a base image from the Trust Authority Cluster.
 *
 * A host attests with the version of its last full boot, so a Quick Boot leaves the old image in use; and after the
 * next power loss it attests with what is installed. A host whose versions are not both known blocks too.
 *
 * @param image - the candidate for removal
 * @param ledger - all trusted hosts of the estate, upgraded or not, in any order
 * @returns one finding per blocking host, sorted by host name; empty means "no host needs it"
 * @rule QB-4, INV-3, DG-14
 */
export function baseImageRemovalBlockers(image: BaseImage, ledger: readonly LedgerRow[]): Finding[] {
  return ledger.toSorted(by(({ host }) => host.name)).flatMap((row) => {
    const message = whyNeeded(image, row);
    if (!message) return [];
    return {
      rule: 'QB-4',
      check: 'base-image-in-use',
      subject: row.host.name,
      severity: 'blocker' as const,
      message,
      remedy: `Boot ${row.host.name} fully (Quick Boot off) on the new version, then ask again.`,
    };
  });
}

/**
 * The images that some host needs, oldest first, each with the hosts that need it.
 *
 * @rule QB-3, QB-4
 */
export function imagesStillNeeded(
  ledger: readonly LedgerRow[],
  images: readonly BaseImage[],
): { image: BaseImage; neededBy: readonly string[] }[] {
  return images
    .toSorted((a, b) => compareEsxVersions(a.version, b.version))
    .map((image) => ({
      image,
      neededBy: baseImageRemovalBlockers(image, ledger).map(({ subject }) => subject),
    }))
    .filter(({ neededBy }) => neededBy.length > 0);
}

function whyNeeded({ version }: BaseImage, row: LedgerRow): string | undefined {
  const { name } = row.host;
  if (row.measured === version) return `${name} attests with ${version}, the version of its last full boot.`;
  if (row.installed === version)
    return `${name} runs ${version} and attests with it after its next full boot.`;
  if (row.measured === undefined) return `The version of the last full boot of ${name} is unknown.`;
  if (row.installed === undefined) return `The version installed on ${name} is unknown.`;
  return undefined;
}
