import type { Finding } from '../model/finding.js';
import type { EsxVersion } from '../model/version.js';
import { parseEsxVersion } from '../versions/index.js';
import { blocker } from './blocker.js';
import type { RetiringEvidence, VersionEvidence } from './model.js';

/** What a request comes to. */
export interface Removals {
  /** One by one in this order: the oldest first. */
  readonly order: readonly VersionEvidence[];
  /** Whatever forbids it; empty = it may be asked for at its gates. */
  readonly findings: readonly Finding[];
}

/**
 * Puts the named versions into order, or says why not. Only what is named is removed; there is no word for "all".
 *
 * @param versions - as people wrote them, in any spelling of VMware
 * @rule FIX-3, FIX-4, DG-5, INV-3
 */
export function orderRemovals(versions: readonly string[], evidence: RetiringEvidence): Removals {
  const wanted = new Set(versions.flatMap((text) => parseEsxVersion(text) ?? []));
  const order = evidence.versions.filter(({ image }) => wanted.has(image.version));
  return {
    order,
    findings: [
      ...requestBlockers(versions, evidence),
      ...lastOnes(order, evidence),
      ...unique(order.flatMap(({ blockers }) => blockers)),
    ],
  };
}

/** The version as the evidence has it, read again right before its removal; absent = it is not listed any more. */
export function evidenceOf(version: EsxVersion, evidence: RetiringEvidence): VersionEvidence | undefined {
  return evidence.versions.find(({ image }) => image.version === version);
}

function requestBlockers(versions: readonly string[], { versions: listed }: RetiringEvidence): Finding[] {
  const names = listed.map(({ image }) => image.version);
  const remedy = `Name the versions to remove, each by itself; there are: ${names.join(', ') || 'none'}.`;
  if (versions.length === 0) {
    const message = 'No version is named; nothing is removed that nobody names.';
    return [blocker('FIX-4', 'no-version', 'base images', { message, remedy })];
  }
  const seen = new Set<string>();
  return versions.flatMap((text) => {
    const version = parseEsxVersion(text);
    if (version === undefined) {
      const message = `"${text}" is not an ESXi version; no word stands for several.`;
      return [blocker('FIX-4', 'version-invalid', text, { message, remedy })];
    }
    if (seen.has(version)) {
      return [
        blocker('FIX-4', 'version-twice', version, {
          message: `${version} is named more than once.`,
          remedy,
        }),
      ];
    }
    seen.add(version);
    if (names.includes(version)) return [];
    const message = `${version} is no base image of the Trust Authority Cluster.`;
    return [blocker('FIX-4', 'version-unknown', version, { message, remedy })];
  });
}

/** Each may go alone, but not all of them together. */
function lastOnes(order: readonly VersionEvidence[], { versions }: RetiringEvidence): Finding[] {
  if (order.length < 2 || order.length < versions.length) return [];
  return order.map(({ image: { version } }) =>
    blocker('DG-5', 'last-image', version, {
      message: `These are all base images of the Trust Authority Cluster: without ${version} and the others no host is attested.`,
      remedy: 'Leave out the version that the hosts attest with.',
    }),
  );
}

/** What blocks several versions alike is said once. */
function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ check, subject, message }) => {
    const key = `${check} ${subject} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
