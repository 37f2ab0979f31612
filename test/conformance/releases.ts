/** The releases that a vCenter may have had when an exchange happened: it is upgraded while we look. */
export interface Window {
  /** What this release has must be there. */
  readonly oldest: string;
  /** What came after this release must not be there. */
  readonly newest: string;
}

/** Before anybody asked a vCenter for its version: the first release with `/api`, and the one of the facts. */
const unknownRelease: Window = { oldest: '7.0.2', newest: '8.0.3' };

/** Releases count in three parts; `8.0.0.1` of the documentation is 8.0 for whoever asks. */
export function isLater(release: string, than: string): boolean {
  const [a, b] = [parts(release), parts(than)];
  const at = a.findIndex((part, i) => part !== b[i]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
}

const parts = (release: string): number[] =>
  [0, 1, 2].map((i) => Number.parseInt(release.split('.')[i] ?? '0', 10));

/** A release that a vCenter named, or one whose installation was ordered: from then on it may have it. */
export interface Sighting {
  readonly index: number;
  readonly version: string;
  readonly isOrder: boolean;
}

/** What is known about one vCenter at a place of the log, by what was seen before and after it. */
export function windowAt(sightings: readonly Sighting[], index: number): Window {
  const answers = sightings.filter(({ isOrder }) => !isOrder);
  const before = answers.findLast((sighting) => sighting.index <= index)?.version;
  const after = answers.find((sighting) => sighting.index > index)?.version;
  const oldest = before ?? after;
  if (oldest === undefined) return unknownRelease;
  const ordered = sightings.findLast((sighting) => sighting.isOrder && sighting.index <= index)?.version;
  const newest = after ?? oldest;
  return { oldest, newest: ordered !== undefined && isLater(ordered, newest) ? ordered : newest };
}
