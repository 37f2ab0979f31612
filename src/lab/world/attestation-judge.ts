import type { WorldContext } from './context.js';
import type { LabHost, LabTaConfig } from './model.js';
import { authorityHosts, mistrusts, serves } from './queries.js';

export const UNKNOWN_SOFTWARE = 'com.vmware.esx.attestation.report.attest_unknown_software';
export const VERIFY_FAILED = 'com.vmware.esx.attestation.report.attest_verify_failed';
export const NOT_VERIFIED = 'The software measurements could not be verified.';
const CLIENT = 'com.vmware.esx.trusted_infrastructure.attestation.client';
const TIMEOUT = `${CLIENT}.timeout`;
const CONNECTION_SETUP_FAILURE = `${CLIENT}.connection_setup_failure`;
/** The service was not reached, which says nothing about the host. */
export const isUnreached = (id: string): boolean => id === TIMEOUT || id === CONNECTION_SETUP_FAILURE;
const NO_SECURE_BOOT = 'com.vmware.esx.attestation.report.attest_no_secure_boot';
const NO_TPM = `${CLIENT}.no_tpm2`;

const REPORT = 'com.vmware.esx.attestation.report';
const UNKNOWN_TPM = `${REPORT}.unknown_tpm`;
const UNKNOWN_TPM_CA = `${REPORT}.unknown_tpm_ca`;

/** PEM as one text, however its lines are broken. */
const plain = (pem: string): string => pem.replaceAll(/\s/g, '');

/** The registered key, the certificate of a known CA, or both, as the settings ask; one of the two in any case (2.12). */
function whyTpmIsNotTrusted({ endorsement }: LabHost, ta: LabTaConfig): string | undefined {
  if (endorsement === undefined) return undefined;
  const { requireEndorsementKeys, requireCertificateValidation } = ta.tpmSettings;
  const isKnown = [...ta.endorsementKeys.values()].some(
    ({ publicKey }) => plain(publicKey) === plain(endorsement.publicKey),
  );
  const isCertified = [...ta.caCertificates.values()].some(({ chain }) =>
    chain.some((pem) => plain(pem) === plain(endorsement.issuer)),
  );
  if (requireEndorsementKeys && !isKnown) return UNKNOWN_TPM;
  if (requireCertificateValidation && !isCertified) return UNKNOWN_TPM_CA;
  return isKnown || isCertified ? undefined : UNKNOWN_TPM;
}

export interface Failure {
  readonly ok: false;
  readonly id: string;
  readonly text: string;
  /** Recorded of a real host: shown as it was there. */
  readonly status?: 'notAttested' | 'unknown';
}
export type Outcome = { readonly ok: true } | Failure;

/** How the attestation service of a Trust Authority host answers a trusted host now, faults included. */
export function createJudge(ctx: WorldContext): (host: LabHost, authority: LabHost) => Outcome {
  const refusesBecauseOfFault = (host: LabHost, authority: LabHost): boolean => {
    if (ctx.faults.strike('never-attests', host)) return true;
    const some = ctx.faults.holds('attests-on-some', host.name);
    if (!some) return false;
    const [first = authority.name] = authorityHosts(ctx)
      .map(({ name }) => name)
      .toSorted();
    const accepting = some.hosts ?? [first];
    return !accepting.includes(authority.name) && ctx.faults.strike('attests-on-some', host) !== undefined;
  };

  return (host, authority) => {
    if (refusesBecauseOfFault(host, authority)) return { ok: false, id: VERIFY_FAILED, text: NOT_VERIFIED };
    if (host.ailing.has('kmxa'))
      return { ok: false, id: TIMEOUT, text: `The client service of ${host.name} did not answer in time.` };
    if (!serves(authority, 'attestd')) {
      return {
        ok: false,
        id: TIMEOUT,
        text: `The attestation service on ${authority.name} did not answer in time.`,
      };
    }
    if (mistrusts(host, authority)) {
      const text = `The certificate of ${authority.name} is not the one that was registered.`;
      return { ok: false, id: CONNECTION_SETUP_FAILURE, text };
    }
    if (!host.tpm) return { ok: false, id: NO_TPM, text: 'The host has no TPM 2.0.' };
    if (!host.secureBoot) return { ok: false, id: NO_SECURE_BOOT, text: 'Secure Boot is not enabled.' };
    const mistrusted = authority.ta && whyTpmIsNotTrusted(host, authority.ta);
    if (mistrusted) return { ok: false, id: mistrusted, text: 'The TPM is not trusted.' };
    if (!authority.ta?.images.has(host.measured)) {
      return {
        ok: false,
        id: UNKNOWN_SOFTWARE,
        text: `The software version ${host.measured} was not recognized by the attestation service.`,
      };
    }
    return { ok: true };
  };
}
