import type { AuthorityConfiguration } from '../../archive/configuration.js';

/** What the Trust Authority Cluster asks of a TPM, and which ones it knows. Nothing of it is secret. */
export type TpmRules = Pick<AuthorityConfiguration, 'tpmSettings' | 'caCertificates' | 'endorsementKeys'> & {
  /** Something of it could not be read: what is not found there may be there. */
  readonly isPartial: boolean;
};

/** What a host shows of its TPM, compared with the rules. */
export interface TpmEvidence {
  /** Its public endorsement key is registered; absent = it is not shown. */
  readonly isRegistered?: boolean;
  /** Its certificate is by a CA that is registered; absent = none is shown. */
  readonly certificate?: 'known-ca' | 'unknown-ca';
  /** Who signed it, as the certificate says. */
  readonly issuer?: string;
}

/** Of the hosts of a cluster, by moid; a host of which nothing could be read is absent. */
export interface TpmTrust {
  readonly settings: TpmRules['tpmSettings'];
  readonly isPartial: boolean;
  readonly hosts: Readonly<Record<string, TpmEvidence>>;
}

export interface TpmVerdict {
  readonly trusted: boolean | 'unknown';
  /** What is missing, or what nobody knows. */
  readonly why: string;
}

const KEY_MISSING = 'its endorsement key is not registered';
const KEY_UNSEEN = 'its endorsement key is not told';

/**
 * Whether the attestation service would trust this TPM: by its registered key, by its certificate, or by both, as the
 * settings ask (2.12). Where they ask for neither, one of the two has to be there.
 *
 * @rule ATT-1, DG-14
 */
export function judgeTpm({ settings, isPartial, hosts }: TpmTrust, moid: string): TpmVerdict {
  const evidence = hosts[moid];
  if (evidence === undefined)
    return { trusted: 'unknown', why: 'vCenter does not tell its endorsement keys' };
  const { requireEndorsementKeys, requireCertificateValidation } = settings;
  const key = keyOf(evidence);
  const certificate = certificateOf(evidence);
  const either = !requireEndorsementKeys && !requireCertificateValidation;
  const needed = either
    ? [[key, certificate].toSorted((a, b) => rank(a) - rank(b))[0] ?? key]
    : [...(requireEndorsementKeys ? [key] : []), ...(requireCertificateValidation ? [certificate] : [])];
  const worst = needed.toSorted((a, b) => rank(b) - rank(a))[0] ?? key;
  // What is not found in a list that was read in part may be in the rest of it.
  return worst.trusted === false && isPartial ? { ...worst, trusted: 'unknown' } : worst;
}

function keyOf({ isRegistered }: TpmEvidence): TpmVerdict {
  if (isRegistered === undefined) return { trusted: 'unknown', why: KEY_UNSEEN };
  return isRegistered ? { trusted: true, why: '' } : { trusted: false, why: KEY_MISSING };
}

function certificateOf({ certificate, issuer }: TpmEvidence): TpmVerdict {
  if (certificate === undefined) return { trusted: 'unknown', why: 'vCenter reads no certificate from it' };
  if (certificate === 'known-ca') return { trusted: true, why: '' };
  const by = issuer ?? 'whom it does not say';
  return { trusted: false, why: `no registered CA has signed its certificate (by ${by})` };
}

const rank = ({ trusted }: TpmVerdict): number => (trusted === true ? 0 : trusted === 'unknown' ? 1 : 2);
