import { z } from 'zod';
import type * as archive from '../domain/archive/manifest.js';
import { EsxVersion, Hash, Instant, list } from './common.js';

export const ArchiveSummary = z
  .object({
    hash: Hash.meta({ description: 'hash of the manifest: names the archive' }),
    at: Instant.meta({ description: 'when its content was last confirmed' }),
    schemaVersion: z.number().meta({
      description: '0 = taken by an earlier release: the configuration of one side, without a manifest',
    }),
    takenAt: Instant.exactOptional(),
    vcenter: z.string().exactOptional(),
    images: z.number().meta({ description: 'base-image files in it' }),
    complete: z.boolean().meta({ description: 'nothing is missing but secrets, which no archive can have' }),
    notArchived: list(z.string()),
  })
  .meta({ id: 'ArchiveSummary' });
export type ArchiveSummary = z.infer<typeof ArchiveSummary>;

export const ArchiveList = z.object({ items: list(ArchiveSummary) }).meta({ id: 'ArchiveList' });

const Part = { hash: Hash, bytes: z.number() };
const Version = z.object({ version: z.string(), build: z.string() });

/** Answer of `GET /v1/estates/{estate}/archives/{hash}`. */
export const ArchiveManifest = z
  .object({
    schemaVersion: z.number(),
    estate: z.string(),
    takenAt: Instant,
    authority: z.object({
      ...Part,
      vcenter: z.string(),
      vcenterVersion: Version,
      cluster: z.object({ vcenter: z.string(), moid: z.string(), name: z.string() }),
    }),
    trusted: list(z.object({ ...Part, vcenter: z.string(), vcenterVersion: Version })),
    images: list(
      z.object({
        ...Part,
        version: EsxVersion,
        sourceHost: z.string(),
        exportedAt: z.string(),
        quickBooted: z.boolean(),
      }),
    ),
    notArchived: list(
      z.object({
        kind: z.enum(['kmip-password', 'private-key', 'image-file', 'unreadable']),
        subject: z.string(),
        why: z.string(),
        keeper: z.string().meta({ description: 'who keeps it, or brings it' }),
      }),
    ),
  })
  .meta({ id: 'ArchiveManifest' }) satisfies z.ZodType<archive.ArchiveManifest>;
export type ArchiveManifest = z.infer<typeof ArchiveManifest>;

/** Answer of `GET /v1/estates/{estate}/archives/{hash}/verification`. */
export const ArchiveVerification = z
  .object({
    hash: Hash,
    ok: z.boolean(),
    checks: list(z.object({ subject: z.string(), ok: z.boolean(), text: z.string() })),
  })
  .meta({ id: 'ArchiveVerification' });
export type ArchiveVerification = z.infer<typeof ArchiveVerification>;

/** Body of `POST /v1/estates/{estate}/archives`. */
export const ArchiveImport = z
  .strictObject({
    file: z.base64().meta({ description: 'archive file as exported (tar), base64' }),
    hash: Hash.exactOptional().meta({ description: 'the archive it must be, as the export told it' }),
  })
  .meta({ id: 'ArchiveImport' });
export type ArchiveImport = z.infer<typeof ArchiveImport>;

export const ArchiveImported = z
  .object({ hash: Hash, manifest: ArchiveManifest })
  .meta({ id: 'ArchiveImported' });
