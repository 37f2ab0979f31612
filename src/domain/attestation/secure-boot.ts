import type { HostPlatform } from '../model/host-platform.js';

/**
 * Whether a host has Secure Boot: as its firmware reports it, from 8.0 U3 on; before, vCenter's own attestation of the TPM
 * stands for it, which is accepted only with Secure Boot (2.12).
 *
 * @returns undefined where neither tells
 * @rule ATT-1, DG-14
 */
export function toldSecureBoot({ secureBoot, tpmAttestation }: HostPlatform): boolean | undefined {
  if (secureBoot !== undefined) return secureBoot;
  return tpmAttestation === undefined ? undefined : tpmAttestation === 'accepted';
}
