import { readImageFile, type ImageFile } from '../ports/image-file.js';
import type { RecordsDependencies } from './dependencies.js';
import { putJson } from './json-blobs.js';

/** Image databases in the store, looked at without trusting them. */
export function createImageFileActivities({ blobs }: Pick<RecordsDependencies, 'blobs'>) {
  const read = async (hash: string): Promise<ImageFile & { readonly bytes: number }> => {
    const content = await blobs.get(hash).catch((error: unknown) => String(error));
    if (typeof content === 'string') return { problem: content, isArchive: false, versions: [], bytes: 0 };
    return { ...(await readImageFile(content)), bytes: content.byteLength };
  };
  return {
    /** What is inside; a file that is not there, or not whole, is told, never thrown. @rule IMG-3, QB-8 */
    readStoredImage: ({ hash }: { readonly hash: string }) => read(hash),
    /** The same, stored by hash for whoever plans. */
    surveyImageFile: async ({ hash }: { readonly hash: string }): Promise<{ hash: string }> => ({
      hash: await putJson(blobs, await read(hash)),
    }),
  };
}
