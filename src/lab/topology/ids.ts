import { createHash } from 'node:crypto';

const digest = (...parts: (string | number)[]): Buffer =>
  createHash('sha256').update(parts.join('\u0000')).digest();

/** UUID that depends on its parts only, so that one more host does not change the others' identity. */
export function uuidOf(...parts: (string | number)[]): string {
  const hex = digest(...parts).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Password of a login that the topology gives none; meets vCenter's rule of mixed classes. */
export function passwordOf(seed: number, ...parts: string[]): string {
  return `Lab-${digest(seed, 'password', ...parts)
    .toString('base64url')
    .slice(0, 16)
    .replaceAll(/[-_]/g, 'x')}!7`;
}
