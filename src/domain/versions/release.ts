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

/** Dotted part of any ESXi or vCenter version: `8.0.3`, `8.0.3.00400`. */
export function releaseOf(text: string): string | undefined {
  return parseVCenterVersion(text)?.version ?? parseEsxVersion(text)?.split('-')[0];
}
