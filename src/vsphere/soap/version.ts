import { childrenOf, child, type XmlNode } from './xml-node.js';

/** Newest vim25 version this client was written against. A server is never asked to speak a newer one. */
const newestVersion = '8.0.3.0';

/** Spoken before the server has said what it knows; every server we support has it. */
export const baselineVersion = '7.0.0.0';

const compare = (a: string, b: string): number => {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

const isVersion = (text: string): boolean => /^\d+(\.\d+){1,3}$/.test(text);

/** The newest of `offered` that is not newer than ours. */
export const negotiate = (offered: readonly string[]): string | undefined =>
  offered
    .filter((version) => isVersion(version) && compare(version, newestVersion) <= 0)
    .toSorted(compare)
    .at(-1);

/** `about.apiVersion`, held down to ours. */
export const clampVersion = (apiVersion: string): string =>
  isVersion(apiVersion) && compare(apiVersion, newestVersion) < 0 ? apiVersion : newestVersion;

/** Versions of namespace `urn:vim25` in `vimServiceVersions.xml`. */
export const offeredVersions = (root: XmlNode): string[] => {
  const vim25 = childrenOf(root, 'namespace').find((entry) => child(entry, 'name')?.text === 'urn:vim25');
  const versions = [...childrenOf(vim25, 'version'), ...childrenOf(child(vim25, 'priorVersions'), 'version')];
  return versions.map(({ text }) => text);
};
