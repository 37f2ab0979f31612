import type { LabEndorsement } from '../world/model.js';
import { certificateOf, publicKeyOf } from './pem.js';

/** The chain of a TPM vendor's CA, root first. */
export function caChainOf(name: string, seed: number): readonly [string, string] {
  return [
    certificateOf(`${seed}/root of ${name}`),
    certificateOf(`${seed}/${name}`, `${seed}/root of ${name}`),
  ];
}

/** What the TPM of a host shows: a key of its own, with a certificate by this vendor. */
export function endorsementOf(host: string, vendor: string, seed: number): LabEndorsement {
  const [, issuer] = caChainOf(vendor, seed);
  return {
    publicKey: publicKeyOf(`${seed}/TPM of ${host}`),
    certificate: certificateOf(`${seed}/TPM of ${host}`, `${seed}/${vendor}`),
    issuer,
  };
}
