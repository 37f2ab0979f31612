import type { ClusterRef } from '../model/inventory.js';
import type { EsxVersion, VCenterVersion } from '../model/version.js';
import type { AuthorityConfiguration } from './configuration.js';

/** Grows when a reader of today would misread what is written then. */
export const ARCHIVE_SCHEMA = 1;

/** A part of an archive in the content-addressed store. */
export interface ArchivePart {
  /** SHA-256, hex. */
  readonly hash: string;
  readonly bytes: number;
}

/** The file of a base image, as it was exported or brought. */
export interface ArchivedImageFile extends ArchivePart {
  readonly version: EsxVersion;
  readonly sourceHost: string;
  readonly exportedAt: string;
  readonly quickBooted: boolean;
}

/** Something that belongs to the configuration and is not in the archive. */
export interface NotArchived {
  readonly kind: 'kmip-password' | 'private-key' | 'image-file' | 'unreadable';
  /** Key provider, version, or what could not be read. */
  readonly subject: string;
  readonly why: string;
  /** Who keeps it, or brings it. */
  readonly keeper: string;
}

/**
 * Contents of one archive of the vTA configuration. Its own hash names the archive. Plain JSON, no secret in it.
 *
 * @rule BAK-3, DG-11, DG-18
 */
export interface ArchiveManifest {
  readonly schemaVersion: number;
  readonly estate: string;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly authority: ArchivePart & {
    readonly vcenter: string;
    readonly vcenterVersion: VCenterVersion;
    readonly cluster: ClusterRef;
  };
  readonly trusted: readonly (ArchivePart & {
    readonly vcenter: string;
    readonly vcenterVersion: VCenterVersion;
  })[];
  readonly images: readonly ArchivedImageFile[];
  readonly notArchived: readonly NotArchived[];
}

const OPERATORS_STORE = 'Trust Authority administrator, in a secret store of your own';

/**
 * What an archive of this configuration cannot contain, and who keeps it.
 *
 * @param files - image files that are in the archive
 * @param unreadable - parts that the server did not give
 * @rule BAK-3, DG-11, DG-18
 */
export function notArchivedOf(
  { keyProviders, baseImages }: AuthorityConfiguration,
  files: readonly { readonly version: EsxVersion }[],
  unreadable: readonly { readonly subject: string; readonly reason: string }[],
): readonly NotArchived[] {
  return [
    ...keyProviders
      .filter(({ username }) => username !== undefined)
      .map(({ name }) => ({
        kind: 'kmip-password' as const,
        subject: name,
        why: 'no call gives it back',
        keeper: OPERATORS_STORE,
      })),
    ...keyProviders
      .filter(({ clientCertificate }) => clientCertificate !== undefined)
      .map(({ name }) => ({
        kind: 'private-key' as const,
        subject: name,
        why: 'the key of its client certificate can be written only',
        keeper: OPERATORS_STORE,
      })),
    ...baseImages
      .filter(({ version }) => !files.some((file) => file.version === version))
      .map(({ version }) => ({
        kind: 'image-file' as const,
        subject: version,
        why: 'it was imported by others, and no call gives the file back',
        keeper: `whoever imported it; else export it from a host that runs ${version}`,
      })),
    ...unreadable.map(({ subject, reason }) => ({
      kind: 'unreadable' as const,
      subject,
      why: reason,
      keeper: 'nobody, until it can be read: take the archive again',
    })),
  ];
}
