import { compareVersions, fromBaseImage } from '../../world/versions.js';
import type { RecordedHost, Recording } from './schema.js';

const UNKNOWN_SOFTWARE = 'attest_unknown_software';

/** Base images that the Trust Authority Cluster holds, as far as their versions are known; newest first. */
export const trustedVersions = ({ authority }: Recording): string[] =>
  (authority?.images ?? []).flatMap(({ version }) => version ?? []).toSorted((a, b) => compareVersions(b, a));

/** How a recorded host booted last and what its TPM holds then: no interface tells, so it is concluded. */
export interface LastBoot {
  readonly lastBoot: 'full' | 'quick';
  readonly measured: string;
}

/**
 * The likeliest past that shows what was recorded: a fully booted host measured what it runs; another one, when it
 * attests, measured the newest trusted version below; when its software is said to be unknown, one that is not trusted.
 *
 * @param installed - of the host, or of its cluster where the host's own is unknown
 * @param trusted - newest first
 * @param depot - other versions there are
 */
export function lastBootOf(
  host: RecordedHost,
  installed: string,
  trusted: readonly string[],
  depot: readonly string[],
): LastBoot {
  const full = { lastBoot: 'full', measured: installed } as const;
  if (host.boot === 'full') return full;
  const entries = host.attestation ?? [];
  const isAttested = entries.some(({ status }) => status === 'attested');
  const isUnknown = entries.some(({ messages }) => messages.some(({ id }) => id?.endsWith(UNKNOWN_SOFTWARE)));
  const below = (versions: readonly string[]): string | undefined =>
    versions.find((version) => compareVersions(version, installed) < 0);
  if (!isAttested && isUnknown) {
    if (!trusted.includes(installed)) return { ...full, lastBoot: host.boot === 'quick' ? 'quick' : 'full' };
    const untrusted = below(depot.filter((version) => !trusted.includes(version)));
    // Any version that no image stands for will do.
    return { lastBoot: 'quick', measured: untrusted ?? `${installed.split('-')[0]}-1` };
  }
  if (host.boot === 'unknown' && (trusted.includes(installed) || entries.length === 0)) return full;
  return { lastBoot: 'quick', measured: below(trusted) ?? installed };
}

/** Canonical version of a base image of the depot; nothing when its form is another one. */
export const depotVersion = (id: string): string | undefined => fromBaseImage(id);
