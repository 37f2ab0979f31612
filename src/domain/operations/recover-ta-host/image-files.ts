import type { Finding } from '../../model/finding.js';
import type { EstateInventory } from '../../model/inventory.js';
import type { EsxVersion } from '../../model/version.js';
import type { OperationFacts } from '../facts.js';

interface Facts extends Pick<OperationFacts, 'inventory' | 'archivedImages'> {
  /** Name of the host that is taken out. */
  readonly host: string;
  readonly recorded: EsxVersion | undefined;
}

/** By version: a host that gives its file, or nobody. */
export type ImagesWithoutFile = Readonly<Record<EsxVersion, string | undefined>>;

/**
 * Listed versions of which the archive has no file, each with a host from which people can export it; `undefined` = nobody
 * runs it, so that it cannot be had any more. The restored host runs the recorded version itself.
 */
export function imagesWithoutFile({ host, recorded, inventory, archivedImages }: Facts): ImagesWithoutFile {
  const kept = new Set(archivedImages.map(({ version }) => version));
  const lacking = inventory.authority.facts.images
    .map(({ version }) => version)
    .filter((one) => !kept.has(one));
  return Object.fromEntries(
    lacking
      .toSorted()
      .map((version) => [version, version === recorded ? host : runnerOf(version, host, inventory)]),
  );
}

function runnerOf(
  version: EsxVersion,
  failed: string,
  { authority, trusted }: EstateInventory,
): string | undefined {
  const clusters = [authority.cluster, ...trusted.flatMap((side) => side.clusters)];
  const hosts = clusters.flatMap((cluster) => cluster.hosts);
  return hosts.find(
    ({ ref, installed, connection }) =>
      installed === version && connection === 'connected' && ref.name !== failed,
  )?.ref.name;
}

/**
 * A host that is added again has no base image, and the others give none away. An approver may accept a gap that somebody
 * can close (DG-11). What nobody runs would never be on the host again: it could not become equal, and the cluster would
 * stay inconsistent for good.
 *
 * @rule REC-3, INV-5, DG-11
 */
export function missingImageFiles(host: string, withoutFile: ImagesWithoutFile): readonly Finding[] {
  const lacking = Object.entries(withoutFile);
  const lost = lacking.filter(([, source]) => source === undefined).map(([version]) => version);
  const open = lacking.filter(([, source]) => source !== undefined).map(([version]) => version);
  const finding = (
    versions: string[],
    about: Pick<Finding, 'check' | 'severity' | 'rule' | 'remedy'>,
  ): Finding[] =>
    versions.length === 0
      ? []
      : [
          {
            subject: host,
            message: `The archive has no file of ${versions.join(', ')}: a host that is added again has no base image.`,
            ...about,
          },
        ];
  return [
    ...finding(lost, {
      rule: 'REC-3',
      check: 'image-files-lost',
      severity: 'blocker',
      remedy:
        'No connected host runs it, so that nobody can export it. Bring its file into the archive (vta image upload), or retire the base image first where no host needs it (vta image retire).',
    }),
    ...finding(open, {
      rule: 'DG-11',
      check: 'image-files-missing',
      severity: 'warning',
      remedy:
        'Bring it into the archive, or import it by hand when the recovery asks for it; approving the plan accepts the gap.',
    }),
  ];
}
