import type { HostAccess } from '../../model/estate.js';
import type { ClusterRef, HostRef } from '../../model/inventory.js';
import type { EsxVersion } from '../../model/version.js';
import type { OperationFacts } from '../facts.js';
import type { EvidenceTable, OperationDraft } from '../model.js';

/** A base image whose file is missing in the archive, and a host that still runs it. */
export interface MissingFile {
  readonly version: EsxVersion;
  readonly host: HostRef;
}

export interface ArchiveConfiguration {
  readonly parameters: Readonly<Record<string, never>>;
  readonly details: {
    readonly cluster: ClusterRef;
    /** Files that can still be had; absent in plans of earlier releases. */
    readonly exports?: readonly MissingFile[];
  };
}

/**
 * The archive of the vTA configuration, which no vCenter backup contains. Files of listed base images that are missing in
 * the archive are exported as long as a host runs their version. Only reads, so nobody is asked.
 *
 * @rule BAK-1, BAK-3, DG-11
 */
export function planArchiveConfiguration(facts: OperationFacts): OperationDraft<'archive-configuration'> {
  const { ref } = facts.inventory.authority.cluster;
  const missing = facts.inventory.authority.facts.images
    .map(({ version }) => version)
    .filter((version) => !facts.archivedImages.some((image) => image.version === version));
  const exports = missing.flatMap((version) => {
    const host = sourceOf(facts, version);
    return host === undefined ? [] : [{ version, host }];
  });
  const lost = missing.filter((version) => !exports.some((found) => found.version === version));
  return {
    subject: ref.name,
    steps: [
      ...exports.map(({ version, host }) => ({
        id: exportStep(version),
        subject: version,
        title: `export the file of base image ${version} from ${host.name}`,
        rule: 'DG-11',
      })),
      { id: 'archive', subject: ref.name, title: 'read and archive the vTA configuration', rule: 'BAK-3' },
    ],
    tables: missing.length === 0 ? [] : [missingFiles(exports, lost)],
    gates: [],
    findings: lost.map((version) => ({
      rule: 'DG-11',
      check: 'image-file-absent',
      subject: version,
      severity: 'warning',
      message: `No connected host runs ${version}, so the file of this base image cannot be exported, and no call gives it back.`,
      remedy:
        'Import an archive that has it (vta archive import), or keep the boot_imgdb.tgz of whoever imported it.',
    })),
    details: { cluster: ref, exports },
  };
}

export const exportStep = (version: EsxVersion): string => `export/${version}`;

/** How the trusted side of a host lets us in for an export; absent = with the credential of its vCenter. */
export const accessTo = (estate: OperationFacts['estate'], { vcenter }: HostRef): HostAccess | undefined => {
  const side = estate.trusted.find((candidate) => candidate.vcenter.name === vcenter);
  if (side === undefined) return undefined;
  return side.hostAccess ?? { credential: side.vcenter.credential, addresses: {} };
};

function sourceOf({ inventory, estate }: OperationFacts, version: EsxVersion): HostRef | undefined {
  return inventory.trusted
    .flatMap(({ clusters }) => clusters.flatMap(({ hosts }) => hosts))
    .find(
      ({ ref, installed, connection }) =>
        installed === version && connection === 'connected' && accessTo(estate, ref) !== undefined,
    )?.ref;
}

function missingFiles(exports: readonly MissingFile[], lost: readonly EsxVersion[]): EvidenceTable {
  return {
    title: 'Base-image files that are missing in the archive',
    columns: ['version', 'what is done'],
    rows: [
      ...exports.map(({ version, host }) => [version, `exported from ${host.name}`]),
      ...lost.map((version) => [version, 'stays missing: no connected host runs it']),
    ],
  };
}
