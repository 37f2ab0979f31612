import type { Assumptions } from '../topology/assumptions.js';
import type { Version } from './model.js';

/** `8.0.3-24022510` → `8.0.3-0.0.24022510`, the form of vLCM base images. */
export function toBaseImage(version: Version): string {
  const [release, build] = version.split('-') as [string, string];
  return `${release}-0.0.${build}`;
}

/** Identifier of a base image in the Trust Authority Cluster; its form is not documented (vsphere-rest 5.4). */
export function toAuthorityImage(version: Version, { baseImageId }: Assumptions): string {
  const [release, build] = version.split('-') as [string, string];
  switch (baseImageId) {
    case 'release-form':
      return toBaseImage(version);
    case 'patch-form':
      return `${release}-0.35.${build}`;
    case 'display-form':
      return `ESXi ${version}`;
  }
}

/** Any of these forms → `8.0.3-24022510`; undefined for anything else. */
export function fromBaseImage(text: string): Version | undefined {
  const match = /^(?:ESXi )?(\d+\.\d+\.\d+)-(?:\d+\.\d+\.)?(\d+)$/.exec(text);
  return match ? `${match[1]}-${match[2]}` : undefined;
}

/** Orders canonical ESXi versions by release, then build. */
export function compareVersions(a: Version, b: Version): number {
  const left = a.split(/[.-]/).map(Number);
  const right = b.split(/[.-]/).map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * API version of a vCenter or ESXi: `8.0.2.00000` or `8.0.2-22380479` → `8.0.2.0`. 8.0 GA speaks 8.0.0.1: the sources
 * mark everything that came with it so.
 */
export function apiVersionOf(product: string): string {
  const release = product.split(/[.-]/).slice(0, 3).join('.');
  return release === '8.0.0' ? '8.0.0.1' : `${release}.0`;
}
