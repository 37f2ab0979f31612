/** One change of the commands of a workflow that has run before, and what stands around `patched(name)`. */
export interface Patch {
  /** Release that first ran the new commands. */
  readonly since: string;
  /** What runs of earlier releases do instead. */
  readonly why: string;
  /** Release from which no run can replay without it; the old branch and this entry go then. */
  readonly removableFrom: string;
}

/**
 * Every name that `patched` or `deprecatePatch` is called with, in the order in which they came. A name is used for
 * one change only, and never again. How to change a workflow stands in CONTRIBUTING.md.
 */
export const PATCHES = {
  'image-by-hand': {
    since: '0.2.0',
    why: 'after a refused export the run looks whether a person has imported the image; before, it only parked',
    removableFrom: '0.4.0',
  },
  'confirm-full-boot': {
    since: '0.2.0',
    why: 'a full boot that nothing proves is asked of a person; before, it was looked for without end',
    removableFrom: '0.4.0',
  },
  'hosts-outlive-their-roll': {
    since: '0.2.0',
    why: 'hosts stay when their roll continues as new; before, a roll did so only with no host in hand',
    removableFrom: '0.4.0',
  },
} as const satisfies Readonly<Record<string, Patch>>;
