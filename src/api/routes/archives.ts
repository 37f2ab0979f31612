import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import {
  ArchiveImport,
  ArchiveImported,
  ArchiveList,
  ArchiveManifest,
  ArchiveVerification,
  Hash,
} from '../../contract/index.js';
import { ARCHIVE_FILE_LIMIT, MANIFEST_FILE, partsOf } from '../../domain/archive/layout.js';
import { isComplete } from '../../domain/archive/protection.js';
import { PayloadError } from '../../ports/payloads/index.js';
import type { ConfigurationArchive } from '../../ports/records.js';
import { checkParts, readManifest } from '../archives/check.js';
import { importArchive } from '../archives/import.js';
import { pack } from '../archives/tar.js';
import type { ApiOptions } from '../context.js';
import { ApiProblem } from '../problems.js';
import { addRoute } from '../route.js';
import type { Stored } from '../stored.js';

const Params = z.strictObject({ estate: z.string().min(1).max(200) });
const OneParams = Params.extend({ hash: Hash });
type One = z.output<typeof OneParams>;

/** Base64 is longer than what it stands for; a little more, so that the rule can be told and not only the size. */
const BODY_LIMIT = Math.ceil((ARCHIVE_FILE_LIMIT + 4 * 1024 * 1024) / 3) * 4;

/** Archives of the vTA configuration, which no vCenter backup contains. @rule BAK-1, BAK-3 */
export function addArchiveRoutes(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  const { records, blobs } = options;

  const listed = async (estate: string): Promise<readonly ConfigurationArchive[]> => {
    await stored.estate(estate);
    return records.listConfigurationArchives(estate);
  };
  const manifestOf = async ({ estate, hash }: One) => {
    const found = (await listed(estate)).find((archive) => archive.hash === hash);
    if (found === undefined) throw new ApiProblem(404, 'archive-unknown');
    const bytes = await blobs.get(hash);
    try {
      return { bytes, manifest: readManifest(`archive ${hash}`, bytes) };
    } catch (error) {
      if (!(error instanceof PayloadError) || error.code !== 'payload-invalid') throw error;
      throw new ApiProblem(409, 'archive-refused', {
        detail: 'It was taken by an earlier release: it has no manifest, and is no protection.',
        remedy: `Take a new one: vta archive create ${estate}.`,
        rules: ['BAK-3'],
      });
    }
  };

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/estates/:estate/archives',
    operationId: 'listArchives',
    summary: 'Archives of the vTA configuration, newest first',
    tag: 'archives',
    access: 'any',
    params: Params,
    answers: { 200: ArchiveList },
    handle: async ({ params }) => {
      const items = await Promise.all(
        (await listed(params.estate)).map(async ({ hash, at, notArchivable }) => {
          const manifest = await manifestOf({ ...params, hash }).catch(() => undefined);
          const about = { hash, at, notArchived: notArchivable };
          if (manifest === undefined) return { ...about, schemaVersion: 0, images: 0, complete: false };
          const { schemaVersion, takenAt, authority, images, ...rest } = manifest.manifest;
          return {
            ...about,
            schemaVersion,
            takenAt,
            vcenter: authority.vcenter,
            images: images.length,
            complete: isComplete(rest),
          };
        }),
      );
      return { status: 200, body: { items } };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/estates/:estate/archives/:hash',
    operationId: 'getArchive',
    summary: 'Manifest of an archive: parts by hash, and what is not in it and who keeps it',
    tag: 'archives',
    access: 'any',
    params: OneParams,
    answers: { 200: ArchiveManifest },
    handle: async ({ params }) => ({ status: 200, body: (await manifestOf(params)).manifest }),
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/estates/:estate/archives/:hash/verification',
    operationId: 'verifyArchive',
    summary: 'Look at every part of an archive: there, of the hash that the manifest says, readable',
    tag: 'archives',
    access: 'any',
    params: OneParams,
    answers: { 200: ArchiveVerification },
    handle: async ({ params }) => {
      const { manifest } = await manifestOf(params);
      const checks = await checkParts(manifest, ({ hash }) => blobs.get(hash));
      return { status: 200, body: { hash: params.hash, ok: checks.every(({ ok }) => ok), checks } };
    },
  });

  addRoute(app, options, {
    method: 'GET',
    url: '/v1/estates/:estate/archives/:hash/file',
    operationId: 'exportArchive',
    summary: 'An archive as one file (tar): manifest first, then every part',
    tag: 'archives',
    access: ['operator', 'approver'],
    params: OneParams,
    answers: {},
    streams: 'application/x-tar',
    handle: async ({ params }) => {
      const { bytes, manifest } = await manifestOf(params);
      // All of it is read before the first byte is sent: a file that ends early would look like one.
      const parts = partsOf(manifest).map(async ({ name, hash }): Promise<[string, Uint8Array]> => [
        name,
        await blobs.get(hash),
      ]);
      const stream = pack([[MANIFEST_FILE, bytes], ...(await Promise.all(parts))]);
      const name = `vta-archive-${params.hash.slice(0, 12)}.tar`;
      const headers = {
        'content-type': 'application/x-tar',
        'content-disposition': `attachment; filename="${name}"`,
      };
      return { status: 200, stream, headers };
    },
  });

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/estates/:estate/archives',
    operationId: 'importArchive',
    summary: 'Import an archive file; checked whole before anything is kept',
    tag: 'archives',
    access: ['operator'],
    params: Params,
    body: ArchiveImport,
    bodyLimit: BODY_LIMIT,
    answers: { 201: ArchiveImported },
    audit: ({ params, body }) => ({
      what: 'archive.import',
      subject: params.estate,
      detail: { bytes: Math.floor((body.file.length * 3) / 4), ...(body.hash ? { hash: body.hash } : {}) },
    }),
    handle: async ({ params, body }) => {
      const { estate } = await stored.estate(params.estate);
      const file = Buffer.from(body.file, 'base64');
      return { status: 201, body: await importArchive(options, estate, file, body.hash) };
    },
  });
}
