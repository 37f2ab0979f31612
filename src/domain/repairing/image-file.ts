import type { Finding } from '../model/finding.js';
import type { EsxVersion } from '../model/version.js';

/** Largest `boot_imgdb.tgz` that is taken in, in bytes: real ones have a few hundred KB to some MB. */
export const MOST_IMAGE_FILE_BYTES = 32 * 1024 * 1024;

/** What was found in a file that somebody supplies as the image database of a version. */
export interface SuppliedFile {
  readonly problem?: string;
  readonly isArchive: boolean;
  readonly versions: readonly EsxVersion[];
}

/**
 * Why a supplied file must not be imported as the base image of a version: broken, cut off, too large, no archive, or of
 * another version. A file that tells no version is refused too: a wrong one would be trusted by every TA host.
 *
 * @returns empty = it is what its label says
 * @rule IMG-3, QB-8, DG-14
 */
export function imageFileProblems(file: SuppliedFile, label: EsxVersion): Finding[] {
  const problem = whyNotImageFile(file, label);
  if (problem === undefined) return [];
  return [
    {
      rule: 'IMG-3',
      check: 'image-file',
      subject: label,
      severity: 'blocker',
      message: `The file is not the image database of ${label}: ${problem}.`,
      remedy: `Take boot_imgdb.tgz of a host that runs exactly ${label}, whole, and hand it in again; nothing was changed.`,
    },
  ];
}

/**
 * The same as half a sentence; undefined = it is what its label says, and describes nothing else.
 *
 * @param label - absent = whichever version it describes, so long as that is one
 * @rule IMG-3
 */
export function whyNotImageFile(
  { problem, isArchive, versions }: SuppliedFile,
  label: EsxVersion | undefined,
): string | undefined {
  if (problem !== undefined) return problem;
  if (!isArchive) return 'no whole tar archive is inside';
  const [first] = versions;
  if (first === undefined) return 'it does not say which version it describes';
  const others = versions.filter((version) => version !== (label ?? first));
  return others.length === 0
    ? undefined
    : `it describes ${(label === undefined ? versions : others).join(' and ')}`;
}
