import type { BootEvidence, BootSign, BootSource } from '../model/inventory.js';

/** The first that says something names the evidence: a person is asked only where nothing else is known. */
const STRENGTH: readonly BootSource[] = ['operator', 'tpm', 'event', 'boot-time'];

/**
 * How a host booted, from everything that says something about it. Sources that contradict each other prove nothing:
 * the boot is unknown, which counts as Quick Boot, and all of them are shown.
 *
 * @param bootTime - of the boot that they speak of, ISO 8601; absent = unread
 * @param signs - in any order; empty = nothing is known
 * @rule QB-3, DG-14
 */
export function weighBoot(bootTime: string | undefined, signs: readonly BootSign[]): BootEvidence {
  const when = bootTime === undefined ? {} : { bootTime };
  const [first] = signs;
  if (first === undefined) return { type: 'unknown', source: 'none', ...when };
  if (signs.some(({ type }) => type !== first.type)) {
    return { type: 'unknown', source: 'none', ...when, sources: signs };
  }
  const strongest =
    signs.toSorted((a, b) => STRENGTH.indexOf(a.source) - STRENGTH.indexOf(b.source))[0] ?? first;
  const event = signs.find(({ source }) => source === 'event')?.text;
  return {
    type: first.type,
    source: strongest.source,
    ...when,
    ...(event === undefined ? {} : { event }),
    ...(signs.length > 1 ? { sources: signs } : {}),
  };
}

/** Another sign beside what is known of the same boot. @rule DG-14 */
export function withSign(boot: BootEvidence, sign: BootSign | undefined): BootEvidence {
  if (sign === undefined) return boot;
  return weighBoot(boot.bootTime, [...signsOf(boot).filter(({ source }) => source !== sign.source), sign]);
}

/**
 * Two readings of one boot, made at different times: events may come minutes after it, and only whoever ordered the boot
 * has seen the TPM before. Of the same source the later reading counts.
 *
 * @rule DG-3, DG-14
 */
export function mergeBoots(earlier: BootEvidence, later: BootEvidence): BootEvidence {
  if (later.bootTime !== earlier.bootTime) return later;
  const signs = signsOf(later);
  const kept = signsOf(earlier).filter(({ source }) => !signs.some((sign) => sign.source === source));
  return weighBoot(later.bootTime, [...kept, ...signs]);
}

/** What the sources say, where they contradict each other; empty = they do not. */
export function contradictions({ type, sources = [] }: BootEvidence): string[] {
  if (type !== 'unknown') return [];
  return sources.map(({ source, type: said, text }) => `${source} says ${said} boot: ${text}`);
}

/** What the evidence rests on. */
function signsOf({ type, source, event, sources }: BootEvidence): readonly BootSign[] {
  if (sources !== undefined) return sources;
  if (type === 'unknown' || source === 'none') return [];
  return [{ source, type, text: event ?? TEXTS[source] }];
}

const TEXTS: Readonly<Record<BootSource, string>> = {
  event: 'events of vCenter',
  'boot-time': 'another version without another boot time',
  tpm: 'measurements in the TPM',
  operator: 'confirmed by a person',
};

/** What a TPM showed at one time: the measurements of the boot, digested. Equal digests = nothing was measured anew. */
export interface TpmReading {
  readonly fingerprint: string;
}

/**
 * What the measurements before and after a boot say of it. Only firmware resets them, so that other ones prove a full
 * boot. The same ones prove a Quick Boot where a full boot must have measured another version; else they say nothing.
 *
 * @param isOtherVersion - true when the version to be measured is known to differ from the one measured before
 * @returns undefined when either reading is missing, or when they do not tell
 * @rule QB-3, QB-5
 */
export function tpmSign(
  before: TpmReading | undefined,
  after: TpmReading | undefined,
  isOtherVersion: boolean,
): BootSign | undefined {
  if (before === undefined || after === undefined) return undefined;
  if (before.fingerprint !== after.fingerprint) {
    return { source: 'tpm', type: 'full', text: 'the TPM holds other measurements than before the boot' };
  }
  if (!isOtherVersion) return undefined;
  return { source: 'tpm', type: 'quick', text: 'the TPM holds the measurements of the version before' };
}
