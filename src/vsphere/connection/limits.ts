const KIB = 1024;
const MIB = 1024 * KIB;

/**
 * Most bytes of an answer by kind of call; a longer one is refused as it arrives. Ordinary answers are far smaller:
 * the largest are a page of the property collector (250 objects, some MB with many overrides in a cluster) and a
 * compliance report (a cluster of 96 hosts, some MB). Parsing costs up to forty times the text in memory.
 */
export const mostBytes = {
  /** Login, logout, and the list of versions. */
  session: 256 * KIB,
  /** Everything else of the Automation API. */
  rest: 16 * MIB,
  /** Everything else of vim25. */
  soap: 8 * MIB,
} as const;

/** Of all header lines of an answer together. */
export const mostHeaderBytes = 16 * KIB;

/** Levels of nesting in JSON and XML; the deepest answers that are read have about a dozen. */
export const mostLevels = 64;
