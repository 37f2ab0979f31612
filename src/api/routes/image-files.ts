import type { FastifyInstance } from 'fastify';
import { ImageFileStored, ImageFileUpload } from '../../contract/index.js';
import { mostImageFileBytes, readImageFile } from '../../ports/image-file.js';
import type { ApiOptions } from '../context.js';
import { ApiProblem } from '../problems.js';
import { addRoute } from '../route.js';

/** Base64 and the JSON around it. */
const BODY_LIMIT = Math.ceil((mostImageFileBytes * 4) / 3) + 1_024;

/** Image databases that people hand in; what does not unpack is refused before anything is kept. @rule IMG-3 */
export function addImageFileRoute(app: FastifyInstance, options: ApiOptions): void {
  addRoute(app, options, {
    method: 'POST',
    url: '/v1/image-files',
    operationId: 'storeImageFile',
    summary: 'Hand in an image database (boot_imgdb.tgz) for a repair',
    tag: 'operations',
    access: ['operator'],
    bodyLimit: BODY_LIMIT,
    body: ImageFileUpload,
    answers: { 201: ImageFileStored },
    audit: ({ body }) => ({
      what: 'image-file.store',
      subject: 'image database',
      detail: { characters: body.content.length },
    }),
    handle: async ({ body }) => {
      const bytes = new Uint8Array(Buffer.from(body.content, 'base64'));
      const { problem, isArchive, versions } = await readImageFile(bytes);
      const why = problem ?? (isArchive ? undefined : 'no whole tar archive is inside');
      if (why !== undefined) {
        throw new ApiProblem(422, 'image-file-invalid', { detail: `This is no image database: ${why}.` });
      }
      const hash = await options.blobs.put(bytes);
      return { status: 201, body: { hash, bytes: bytes.length, versions } };
    },
  });
}
