import { createHash } from 'node:crypto';
import type { Principal } from '../rest/trust/schemas.js';

/** Certificate as bare base64: with or without PEM armour and line breaks it is the same certificate. */
const bare = (certificate: string): string => certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');

/** SHA-256 over the chains in an order of their own, as the server lists them in none. */
export const principalFingerprint = ({ certificates }: Pick<Principal, 'certificates'>): string => {
  const chains = certificates.map(({ cert_chain }) => cert_chain.map(bare).join('\n')).toSorted();
  return createHash('sha256').update(chains.join('\n\n')).digest('hex');
};
