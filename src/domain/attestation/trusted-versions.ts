import type { AuthorityFacts } from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';

/** Versions whose base image every TA host has; one that only some have is not trusted. */
export function trustedVersions({ images }: AuthorityFacts): EsxVersion[] {
  return images.filter(({ health }) => health === 'OK').map(({ version }) => version);
}
