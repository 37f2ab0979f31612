import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new bearer token: 256 random bits behind a prefix that secret scanners recognise. Shown once, never stored. */
export function createToken(): string {
  return `vta_${randomBytes(32).toString('base64url')}`;
}

/** SHA-256 (hex), the form in which tokens are stored. They are random, so a slow hash would add nothing. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares two token hashes in constant time. */
export function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return left.length === right.length && timingSafeEqual(left, right);
}
