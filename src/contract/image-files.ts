import { z } from 'zod';
import { EsxVersion, Hash } from './common.js';

/** Media type of a base-image file, and the largest that is taken in, in bytes. */
export const IMAGE_FILE_TYPE = 'application/gzip';
export const MOST_IMAGE_FILE_BYTES = 32 * 1024 * 1024;

/** Query of `POST /v1/estates/{estate}/image-files`. */
export const ImageUploadQuery = z.strictObject({
  esxVersion: z
    .string()
    .min(1)
    .meta({
      description: 'the version that the file belongs to',
      examples: ['8.0.3-24022510'],
    }),
});
export type ImageUploadQuery = z.infer<typeof ImageUploadQuery>;

/** Body of it: the file as it is, `boot_imgdb.tgz`. */
export const ImageUploadBody = z.unknown().meta({ type: 'string', format: 'binary' });

/** Answer of it. */
export const UploadedImage = z
  .object({
    estate: z.string(),
    version: EsxVersion,
    hash: Hash.meta({ description: 'to be named as `imageFile` of a request' }),
    bytes: z.number().int(),
    from: z.string(),
  })
  .meta({ id: 'UploadedImage' });
export type UploadedImage = z.infer<typeof UploadedImage>;
