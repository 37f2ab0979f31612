import { createHash } from 'node:crypto';
import { sameChain } from '../../domain/archive/certificates.js';
import type { Principal } from '../rest/trust/schemas.js';

/** SHA-256 over the chains in an order of their own, as the server lists them in none. */
export const principalFingerprint = ({ certificates }: Pick<Principal, 'certificates'>): string => {
  const chains = certificates.map(({ cert_chain }) => sameChain(cert_chain)).toSorted();
  return createHash('sha256').update(chains.join('\n\n')).digest('hex');
};
