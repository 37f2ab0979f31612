import { baseImageRemovalBlockers } from '../attestation/index.js';
import { byText } from '../compare.js';
import type { BaseImage } from '../model/inventory.js';
import { compareEsxVersions } from '../versions/index.js';
import { completenessBlockers } from './complete.js';
import { hostBlockers } from './host-blockers.js';
import { hostEvidence, ledgerRows } from './hosts.js';
import type { RetiringEvidence, RetiringFacts, VersionEvidence } from './model.js';
import { isReadable, versionBlockers } from './version-blockers.js';

/**
 * Everything an approver of a removal looks at: each host with its versions, each base image with the time of the last
 * attestation that used it, with who needs it and with every reason that forbids its removal.
 *
 * @rule QB-4, QB-6, FIX-3, DG-5, DG-10, INV-3
 */
export function retiringEvidence(facts: RetiringFacts): RetiringEvidence {
  const { inventory, rollbackWindowHours } = facts;
  const { readAt } = inventory;
  const { images } = inventory.authority.facts;
  const hosts = hostEvidence(facts);
  const whole = completenessBlockers(facts);
  const newest = images
    .map(({ lastAttestedAt }) => lastAttestedAt ?? '')
    .toSorted(byText)
    .at(-1);
  const rows = ledgerRows(hosts, readAt);
  const judge = (image: BaseImage): VersionEvidence => ({
    image,
    isArchived: inventory.archivedImages.includes(image.version),
    isLastAttested: image.lastAttestedAt !== undefined && image.lastAttestedAt === newest,
    neededBy: baseImageRemovalBlockers(image, rows).map(({ subject }) => subject),
    blockers: [
      ...whole,
      ...versionBlockers(image, facts, hosts),
      ...hostBlockers(image, hosts, { images, rollbackWindowHours, readAt }),
    ],
  });
  return { readAt, rollbackWindowHours, hosts, versions: images.toSorted(oldestFirst).map(judge) };
}

/** What is no version that can be compared comes first, by its text. */
function oldestFirst(a: BaseImage, b: BaseImage): number {
  if (isReadable(a) && isReadable(b)) return compareEsxVersions(a.version, b.version);
  return Number(isReadable(a)) - Number(isReadable(b)) || byText(a.version, b.version);
}
