import { canonicalJson } from '../domain/canonical-json.js';
import type { AuthorityConfiguration, UnreadablePart } from '../domain/archive/configuration.js';
import { archiveFactsOf, type ArchiveFacts } from '../domain/archive/protection.js';
import { ARCHIVE_SCHEMA, notArchivedOf, type ArchiveManifest } from '../domain/archive/manifest.js';
import type { ArchivePart } from '../domain/archive/manifest.js';
import type { VCenterRef } from '../domain/model/estate.js';
import type { ClusterRef } from '../domain/model/inventory.js';
import type { VCenterVersion } from '../domain/model/version.js';
import { AuthorityConfigurationPayload, PayloadError, readPayload } from '../ports/payloads/index.js';
import type { ArchiveFound } from '../domain/operations/restore-configuration/plan.js';
import type { BlobStorePort } from '../ports/records.js';
import type { RecordsDependencies, VSphereDependencies } from './dependencies.js';
import { getJson, putJson } from './json-blobs.js';
import { loadArchive, newestArchive } from './stored-archive.js';
import { callOptions } from './watch.js';

/** What one vCenter gave to an archive, in the store. */
export interface StoredPart extends ArchivePart {
  readonly vcenter: string;
  readonly vcenterVersion: VCenterVersion;
}
export interface StoredAuthority extends StoredPart {
  readonly cluster: ClusterRef;
  readonly unreadable: readonly UnreadablePart[];
}

async function putPart(blobs: BlobStorePort, value: unknown): Promise<ArchivePart> {
  const bytes = new TextEncoder().encode(canonicalJson(value));
  return { hash: await blobs.put(bytes), bytes: bytes.byteLength };
}

/** The Trust Authority's part of an archive. */
export function createAuthorityArchive({ vsphere, blobs }: VSphereDependencies) {
  return {
    /** Stores everything readable of the vTA configuration; the same configuration has the same hash. @rule BAK-3, DG-18 */
    async archiveConfiguration(input: {
      vcenter: VCenterRef;
      cluster: ClusterRef;
    }): Promise<StoredAuthority> {
      const { vcenter, cluster } = input;
      const [vcenterVersion, { configuration, unreadable }] = await Promise.all([
        vsphere.appliance.readVersion(vcenter, callOptions()),
        vsphere.trustAuthority.readConfiguration(vcenter, cluster, callOptions()),
      ]);
      const part = await putPart(blobs, configuration);
      return { ...part, vcenter: vcenter.name, vcenterVersion, cluster, unreadable };
    },
  };
}

/** The part of one trusted vCenter. */
export function createTrustedArchive({ vsphere, blobs }: VSphereDependencies) {
  return {
    /** Stores principal, service registrations and bindings of one trusted vCenter. @rule BAK-3 */
    async archiveTrustedSide({
      vcenter,
      clusters,
    }: {
      vcenter: VCenterRef;
      clusters: readonly string[];
    }): Promise<StoredPart> {
      const [vcenterVersion, configuration] = await Promise.all([
        vsphere.appliance.readVersion(vcenter, callOptions()),
        vsphere.trustedSide.readConfiguration(vcenter, clusters, callOptions()),
      ]);
      return { ...(await putPart(blobs, configuration)), vcenter: vcenter.name, vcenterVersion };
    },
  };
}

/** Joins the parts with the image files and puts the archive on record. */
export function createArchiveAssembly({ records, blobs }: RecordsDependencies) {
  return {
    /**
     * Makes the archive of its parts and answers its hash. Without parts, as a run of an earlier release calls it, the
     * configuration alone goes on record; such an archive is listed, but protects nothing.
     *
     * @rule BAK-1, BAK-3, DG-11
     */
    async recordConfigurationArchive(input: {
      estate: string;
      hash: string;
      parts?: { authority: StoredAuthority; trusted: readonly StoredPart[] };
    }): Promise<{ archive: string }> {
      const { estate, parts } = input;
      const at = new Date().toISOString();
      // A worker of an earlier release answers the hash alone.
      if (parts?.authority.cluster === undefined) {
        const notArchivable = ['made by a run of an earlier release: take the archive again'];
        await records.putConfigurationArchive({ estate, hash: input.hash, at, notArchivable });
        return { archive: input.hash };
      }
      const manifest = await manifestOf(estate, at, parts);
      const newest = await newestArchive({ records, blobs }, estate);
      // The same content seen again is the same archive, confirmed later.
      const isSame = newest !== undefined && sameContent(newest.manifest, manifest);
      const hash = isSame ? newest.hash : (await putPart(blobs, manifest)).hash;
      const notArchivable = manifest.notArchived.map(({ kind, subject }) => `${kind} ${subject}`);
      await records.putConfigurationArchive({ estate, hash, at, notArchivable });
      return { archive: hash };
    },

    /** The archive of this hash, or the one confirmed last, for a planner: as JSON in the store. @rule BAK-3 */
    async findArchive(input: {
      estate: string;
      archive?: string;
    }): Promise<{ hash: string; archive?: string }> {
      const { estate, archive } = input;
      const listed = await records.listConfigurationArchives(estate);
      const record = archive === undefined ? listed[0] : listed.find(({ hash }) => hash === archive);
      if (record === undefined) {
        const problem =
          archive === undefined ? 'the estate has no archive' : `the estate has no archive ${archive}`;
        return putJsonOf({ problem });
      }
      try {
        const { hash, manifest } = await loadArchive(blobs, record.hash);
        return { ...(await putJsonOf({ hash, at: record.at, manifest })), archive: hash };
      } catch (error) {
        if (!(error instanceof PayloadError)) throw error;
        return putJsonOf({ problem: `archive ${record.hash} cannot be read by this release` });
      }
    },

    /** The newest archive, for the guards; null when there is none that this release can read. @rule BAK-1, BAK-3 */
    async readArchive({ estate }: { estate: string }): Promise<ArchiveFacts | null> {
      const newest = await newestArchive({ records, blobs }, estate);
      if (newest === undefined) return null;
      return archiveFactsOf(newest.hash, newest.at, newest.manifest, newest.configuration);
    },
  };

  async function putJsonOf(found: ArchiveFound): Promise<{ hash: string }> {
    return { hash: await putJson(blobs, found) };
  }

  async function manifestOf(
    estate: string,
    takenAt: string,
    parts: { authority: StoredAuthority; trusted: readonly StoredPart[] },
  ): Promise<ArchiveManifest> {
    const { unreadable, ...authority } = parts.authority;
    const stored = await getJson<unknown>(blobs, authority.hash);
    const configuration: AuthorityConfiguration = readPayload(
      `configuration of ${authority.cluster.name}`,
      AuthorityConfigurationPayload,
      stored,
    );
    const known = await records.listArchivedImages(estate);
    const listed = configuration.baseImages.map(({ version }) => version);
    // The newest file of each version that the cluster lists; what it no longer lists stays in the store.
    const images = listed.flatMap((version) => {
      const files = known.filter((image) => image.version === version);
      const newest = files.toSorted((a, b) => (a.exportedAt < b.exportedAt ? 1 : -1))[0];
      if (newest === undefined) return [];
      const { hash, bytes, sourceHost, exportedAt, quickBooted } = newest;
      return [{ version, hash, bytes, sourceHost, exportedAt, quickBooted }];
    });
    return {
      schemaVersion: ARCHIVE_SCHEMA,
      estate,
      takenAt,
      authority,
      trusted: parts.trusted,
      images,
      notArchived: notArchivedOf(configuration, images, unreadable),
    };
  }
}

function sameContent(a: ArchiveManifest, b: ArchiveManifest): boolean {
  const content = (manifest: ArchiveManifest): string => canonicalJson({ ...manifest, takenAt: '' });
  return content(a) === content(b);
}
