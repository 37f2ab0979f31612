import type { EsxVersion } from '../model/version.js';

/**
 * One pattern for the spellings seen in vLCM, vim25, base images and release names:
 * `8.0.3-24022510`, `8.0.3-0.0.24022510`, `8.0.3.0.0-24022510`, `ESXi 8.0.3-0.0.24022510`,
 * `VMware ESXi 8.0.3 build-24022510`, `VMware ESXi, 8.0.3, 24022510`.
 */
const SPELLING =
  /^(?:VMware\s+)?(?:ESXi,?[\s-]+)?(?<release>\d+\.\d+(?:\.\d+){0,3})(?:-\d+\.\d+\.|,?\s+build-|,\s*|\s+|-)(?<build>\d{1,12})$/i;

/**
 * Canonical form of any spelling VMware uses, or undefined when it is none.
 *
 * The canonical release has three parts: update level and patch number are implied by the build, which is unique.
 */
export function parseEsxVersion(text: string): EsxVersion | undefined {
  const groups = SPELLING.exec(text.trim())?.groups;
  if (!groups?.['release'] || !groups['build']) return undefined;
  return esxVersion(groups['release'], groups['build']);
}

/** From product `version` and `build` (vim25 `AboutInfo`): `8.0.3` and `24022510`. */
export function esxVersion(version: string, build: string): EsxVersion | undefined {
  if (!/^\d+\.\d+(\.\d+)*$/.test(version) || !/^\d+$/.test(build)) return undefined;
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return `${major}.${minor}.${patch}-${Number(build)}`;
}

/**
 * Negative, zero or positive: by release parts, then by build.
 *
 * @throws on a text that is no ESXi version: versions are parsed where they enter, so this is a bug
 */
export function compareEsxVersions(a: EsxVersion, b: EsxVersion): number {
  const left = numbersOf(a);
  const right = numbersOf(b);
  for (let i = 0; i < 4; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(text: EsxVersion): number[] {
  const canonical = parseEsxVersion(text);
  if (canonical === undefined) throw new Error(`'${text}' is not an ESXi version`);
  return canonical.split(/[.-]/).map(Number);
}

const LIFECYCLE_FORM = /^\d+\.\d+\.\d+-\d+\.\d+\.\d+$/;

/**
 * vLCM base image identifier: kept as given when it is already in vLCM form (`8.0.3-0.35.24280767`), because update
 * level and patch number cannot be derived; otherwise `release-0.0.build`, which is what general releases have.
 */
export function toBaseImageId(text: string): string | undefined {
  const bare = text.trim().replace(/^ESXi\s+/i, '');
  if (LIFECYCLE_FORM.test(bare)) return bare;
  const canonical = parseEsxVersion(text);
  if (canonical === undefined) return undefined;
  const [release, build] = canonical.split('-');
  return `${release}-0.0.${build}`;
}
