import { z } from 'zod';
import type { FastifyInstance } from 'fastify';
import {
  IMAGE_FILE_TYPE,
  ImageUploadBody,
  ImageUploadQuery,
  MOST_IMAGE_FILE_BYTES,
  UploadedImage,
} from '../../contract/index.js';
import { whyNotWithoutVta } from '../../domain/leaving/index.js';
import { whyNotImageFile } from '../../domain/repairing/index.js';
import { parseEsxVersion } from '../../domain/versions/index.js';
import { readImageFile } from '../../ports/image-file.js';
import type { ApiOptions } from '../context.js';
import { ApiProblem } from '../problems.js';
import { addRoute } from '../route.js';
import type { Stored } from '../stored.js';

const Params = z.strictObject({ estate: z.string().min(1).max(200) });

/**
 * Base-image files that people hand in, for a plan or a repair: read to their end before anything is kept, for the import
 * would trust whatever is inside. @rule IMG-2, IMG-3, DG-1, DG-11
 */
export function addImageFileRoute(app: FastifyInstance, options: ApiOptions, stored: Stored): void {
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
    audit: ({ params, query: { esxVersion } }) => ({
      what: 'image.upload',
      subject: params.estate,
      detail: esxVersion === undefined ? {} : { esxVersion },
    }),
    handle: async ({ params: { estate }, query, body, caller }) => {
      await stored.estate(estate);
      const label = query.esxVersion === undefined ? undefined : versionOf(query.esxVersion);
      if (!(body instanceof Uint8Array))
        throw new ApiProblem(415, 'request-invalid', { detail: `The body must be ${IMAGE_FILE_TYPE}.` });
      const file = await readImageFile(body);
      const version = label ?? file.versions[0];
      const why = whyNotImageFile(file, label);
      if (why !== undefined || version === undefined) {
        const of = label === undefined ? '' : ` of ${label}`;
        throw new ApiProblem(422, 'image-file-invalid', {
          detail: `This is no image database${of}: ${why ?? 'it names no version'}.`,
        });
      }
      const leaving = whyNotWithoutVta(version);
      if (leaving !== undefined) {
        throw new ApiProblem(422, 'image-file-invalid', {
          detail: leaving.message,
          remedy: leaving.remedy,
          rules: ['DG-1'],
        });
      }
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

function versionOf(text: string): string {
  const version = parseEsxVersion(text);
  if (version !== undefined) return version;
  const message = 'expected an ESXi version, for example 8.0.3-24022510';
  throw new ApiProblem(422, 'request-invalid', {
    errors: [{ pointer: '/query/esxVersion', message }],
    remedy: 'Name the version that the host runs, or leave it out: the file says it; nothing was archived.',
  });
}
