/** Modes of Enhanced vMotion Compatibility, by vendor from the least to the most capable: those of 7.0. */
const TRACKS = {
  intel: [
    'intel-nehalem',
    'intel-westmere',
    'intel-sandybridge',
    'intel-ivybridge',
    'intel-haswell',
    'intel-broadwell',
    'intel-skylake',
    'intel-cascadelake',
    'intel-icelake',
  ],
  amd: ['amd-piledriver', 'amd-steamroller', 'amd-zen', 'amd-zen2'],
} as const;

export const EVC_MODES = [...TRACKS.intel, ...TRACKS.amd] as const;
export type EvcMode = (typeof EVC_MODES)[number];

/** Vendor of a mode, its place among those of this vendor, and the modes up to it. */
export function evcOf(mode: EvcMode): { vendor: string; tier: number; track: readonly EvcMode[] } {
  const [vendor, modes] = Object.entries<readonly EvcMode[]>(TRACKS).find(([, all]) =>
    all.includes(mode),
  ) ?? ['', []];
  const tier = modes.indexOf(mode);
  return { vendor, tier, track: modes.slice(0, tier + 1) };
}

/** Whether a host in one mode runs what needs another. */
export const serves = (offered: EvcMode, needed: EvcMode): boolean => evcOf(offered).track.includes(needed);

/** What a VM needs that starts where hosts of these modes take turns: of the modes of its host's vendor the least. */
export const leastOf = (own: EvcMode, modes: readonly EvcMode[]): EvcMode =>
  modes.reduce((least, mode) => (serves(least, mode) ? mode : least), own);
