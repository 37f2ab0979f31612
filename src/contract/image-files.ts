import { z } from 'zod';
export { MOST_IMAGE_FILE_BYTES } from '../domain/repairing/index.js';
import { EsxVersion, Hash } from './common.js';

/** Media type of a base-image file. */
export const IMAGE_FILE_TYPE = 'application/gzip';

/** Query of `POST /v1/estates/{estate}/image-files`. */
export const ImageUploadQuery = z.strictObject({
  esxVersion: z
    .string()
    .min(1)
    .exactOptional()
    .meta({
      description: 'the version that the file must belong to; absent = the one that the file names',
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
    hash: Hash.meta({ description: 'to be named as `imageFile` of an upgrade or `fileHash` of a repair' }),
    bytes: z.number().int(),
    from: z.string(),
  })
  .meta({ id: 'UploadedImage' });
export type UploadedImage = z.infer<typeof UploadedImage>;
