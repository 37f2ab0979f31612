/** `8.0.3.00400`, `8.0.3.00400-24322831`, `VC-8.0.3.00400`, `vCenter Server 8.0.3.00400 build-24322831`. */
const SPELLING =
  /^(?:VMware\s+)?(?:vCenter\s+Server\s+|VC-|vcsa-)?(?<version>\d+\.\d+(?:\.\d+){0,3})(?:(?:\s+build-|-|\s+|\.)(?<build>\d{6,12}))?(?:\s.*)?$/i;

/** Version as the appliance names it, with the build where the text has one; undefined when it is none. */
export function parseVCenterVersion(text: string): { version: string; build?: string } | undefined {
  const groups = SPELLING.exec(text.trim())?.groups;
  if (!groups?.['version']) return undefined;
  return { version: groups['version'], ...(groups['build'] && { build: groups['build'] }) };
}

/**
 * Negative, zero or positive: part by part as numbers (a missing part is 0), then by build when both texts have one.
 *
 * @throws on a text that is no vCenter version: versions are parsed where they enter, so this is a bug
 */
export function compareVCenterVersions(a: string, b: string): number {
  const [left, right] = [parsed(a), parsed(b)];
  const byRelease = compareParts(left.version, right.version);
  if (byRelease !== 0 || left.build === undefined || right.build === undefined) return byRelease;
  return Number(left.build) - Number(right.build);
}

function parsed(text: string): { version: string; build?: string } {
  const version = parseVCenterVersion(text);
  if (version === undefined) throw new Error(`'${text}' is not a vCenter version`);
  return version;
}

/** Compares dotted numbers of any length; a missing part is 0. */
export function compareParts(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
