/** As much of an exported base image as an approver has to know beside its version. */
interface Exported {
  readonly hash: string;
  readonly bytes: number;
  readonly quickBooted: boolean;
  /** What the host or the archive says of itself. */
  readonly notice?: string;
}

/**
 * What the gate shows of an export: whether its host is proven to have booted fully on it, the file, and the notice that
 * came with it. A Quick Boot is no error: the file is good for the version that the host runs.
 *
 * @rule QB-7, QB-8
 */
export const exportEvidence = ({ hash, bytes, quickBooted, notice }: Exported): readonly string[] => [
  quickBooted
    ? 'no proof of a full boot of that host: the file is labelled with the version that it runs, and says nothing of the one that it attests with'
    : 'that host booted fully on it',
  `SHA-256 ${hash}, ${bytes} bytes`,
  ...(notice === undefined ? [] : [`notice of the export: ${notice}`]),
];
