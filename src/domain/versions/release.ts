import { parseEsxVersion } from './esx.js';
import { compareParts, parseVCenterVersion } from './vcenter.js';

/** First number of any ESXi or vCenter version; undefined when the text is neither. */
export function majorOf(text: string): number | undefined {
  const release = releaseOf(text);
  return release === undefined ? undefined : Number(release.split('.')[0]);
}

/** True when the release of `version` is `floor` or newer, builds aside; false for a text that is no version. */
export function isAtLeast(version: string, floor: string): boolean {
  const release = releaseOf(version);
  return release !== undefined && compareParts(release, floor) >= 0;
}

/**
 * Whether two versions are of one release line, `7.0` or `8.0`: within it an appliance updates itself, from one to
 * another it does not (2.16). False when either text is no version.
 */
export function isSameReleaseLine(a: string, b: string): boolean {
  const lineOf = (text: string) => releaseOf(text)?.split('.').slice(0, 2).join('.');
  const line = lineOf(a);
  return line !== undefined && line === lineOf(b);
}

/** Dotted part of any ESXi or vCenter version: `8.0.3`, `8.0.3.00400`. */
export function releaseOf(text: string): string | undefined {
  return parseVCenterVersion(text)?.version ?? parseEsxVersion(text)?.split('-')[0];
}
