import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import {
  IMAGE_FILE_TYPE,
  ImageUploadBody,
  ImageUploadQuery,
  MOST_IMAGE_FILE_BYTES,
  UploadedImage,
} from '../../contract/index.js';
import type { EsxVersion } from '../../domain/model/version.js';
import { parseEsxVersion } from '../../domain/versions/index.js';
import type { ApiOptions } from '../context.js';
import { readImageFile } from '../../ports/image-file.js';
import { ApiProblem } from '../problems.js';
import { addRoute } from '../route.js';
import type { Stored } from '../stored.js';

const Params = z.strictObject({ estate: z.string().min(1).max(200) });

/** Base-image files that an operator has: exported elsewhere, or before this tool was used. @rule IMG-2, DG-11 */
export function addArchivedImageRoute(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
  const { records, blobs, clock } = options;
  // As it is: the hash of the bytes is its name.
  app.addContentTypeParser(IMAGE_FILE_TYPE, { parseAs: 'buffer' }, (_, body, done) => done(null, body));

  addRoute(app, options, {
    method: 'POST',
    url: '/v1/estates/:estate/image-files',
    operationId: 'uploadImageFile',
    summary: 'Archive a base-image file (boot_imgdb.tgz) that was exported elsewhere',
    tag: 'estates',
    access: ['operator'],
    params: Params,
    query: ImageUploadQuery,
    body: ImageUploadBody,
    takes: IMAGE_FILE_TYPE,
    bodyLimit: MOST_IMAGE_FILE_BYTES,
    answers: { 201: UploadedImage },
    audit: ({ params, query }) => ({
      what: 'image.upload',
      subject: params.estate,
      detail: { esxVersion: query.esxVersion },
    }),
    handle: async ({ params: { estate }, query, body, caller }) => {
      await stored.estate(estate);
      const version = parseEsxVersion(query.esxVersion);
      if (version === undefined)
        throw refused('/query/esxVersion', 'expected an ESXi version, for example 8.0.3-24022510');
      if (!(body instanceof Uint8Array))
        throw new ApiProblem(415, 'request-invalid', { detail: `The body must be ${IMAGE_FILE_TYPE}.` });
      const why = await whyNotImageOf(body, version);
      if (why !== undefined) throw refused('', `this is no base-image file of ${version}: ${why}`);
      const hash = await blobs.put(body);
      await records.putArchivedImage({
        estate,
        version,
        hash,
        bytes: body.byteLength,
        sourceHost: 'not told',
        suppliedBy: caller.name,
        exportedAt: clock().toISOString(),
        quickBooted: false,
      });
      // A file that a run has exported before is the same file: its record stays as it was.
      const kept = (await records.listArchivedImages(estate)).find(
        (image) => image.hash === hash && image.version === version,
      );
      const from = kept?.suppliedBy ?? kept?.sourceHost ?? caller.name;
      return { status: 201, body: { estate, version, hash, bytes: body.byteLength, from } };
    },
  });
}

/**
 * Why a file is no base-image database of this version; undefined = it is one. It is read to its end, and what it says of
 * itself must be the label: the import would trust whatever is inside. @rule IMG-2, IMG-3
 */
async function whyNotImageOf(bytes: Uint8Array, label: EsxVersion): Promise<string | undefined> {
  const { problem, isArchive, versions } = await readImageFile(bytes);
  if (problem !== undefined) return problem;
  if (!isArchive) return 'no whole tar archive is inside';
  if (versions.length === 0) return 'no record in it names the ESXi version it belongs to';
  return versions.includes(label)
    ? undefined
    : `it belongs to ${versions.toSorted().join(', ')}, not to ${label}`;
}

function refused(pointer: string, message: string): ApiProblem {
  return new ApiProblem(422, 'request-invalid', {
    errors: [{ pointer, message }],
    remedy:
      'Send the boot_imgdb.tgz of that very version, as exported from a host that runs it; nothing was archived.',
  });
}
