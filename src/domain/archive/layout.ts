import type { ArchiveManifest, ArchivePart } from './manifest.js';

/** Name of the manifest in an archive file; it comes first. */
export const MANIFEST_FILE = 'manifest.json';

/** Most bytes of an archive file. Base-image files make up nearly all of it. */
export const ARCHIVE_FILE_LIMIT = 64 * 1024 * 1024;

/** One part of an archive, under its name in an archive file. */
export interface NamedPart extends ArchivePart {
  readonly name: string;
  readonly kind: 'authority' | 'trusted' | 'image';
}

/** Every part of an archive, each under a name of its own; nothing else is in an archive file. @rule BAK-3 */
export function partsOf({ authority, trusted, images }: ArchiveManifest): readonly NamedPart[] {
  return [
    { kind: 'authority', name: 'authority.json', hash: authority.hash, bytes: authority.bytes },
    ...trusted.map(({ vcenter, hash, bytes }) => ({
      kind: 'trusted' as const,
      name: `trusted/${encodeURIComponent(vcenter)}.json`,
      hash,
      bytes,
    })),
    ...images.map(({ version, hash, bytes }) => ({
      kind: 'image' as const,
      name: `base-images/${version}/boot_imgdb.tgz`,
      hash,
      bytes,
    })),
  ];
}
