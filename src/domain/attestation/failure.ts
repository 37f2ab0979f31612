import type { Attestation, LedgerRow } from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';

/** Why a trusted host does not attest; `logs` names the files to read, and where. */
export type AttestationFailure = {
  readonly text: string;
  readonly logs: readonly string[];
} & (
  | { readonly kind: 'base-image-missing'; readonly missing: EsxVersion }
  | {
      readonly kind:
        'security-review' | 'host-fault' | 'ta-configuration' | 'transient' | 'version-skew' | 'unknown';
    }
);

/**
 * Message fragments by class, from the message catalogue (vta-operations 2.3), the gravest first. `unknown_software`
 * is absent on purpose: a missing image is told by comparing versions, never by the message.
 */
const MESSAGES: readonly (readonly [
  Exclude<AttestationFailure['kind'], 'base-image-missing'>,
  RegExp,
  string,
])[] = [
  [
    'security-review',
    /attest_verify_failed/,
    'Software measurements do not verify. Stop and involve security.',
  ],
  ['host-fault', /attest_no_secure_boot|no_tpm2|no_ek\b/, 'TPM or Secure Boot of the host is not usable.'],
  [
    'ta-configuration',
    /unknown_tpm|tpm_cert_required|services\.not_configured|group_already_exists|trusted_software_unset|esx_base_images_load_error/,
    'The vTA configuration does not cover this host.',
  ],
  [
    'version-skew',
    /incompatible_version/,
    'The attestation service does not understand the version of this host.',
  ],
  [
    'transient',
    /attest_session_limit|attest_unknown_session|connection_setup_failure|timeout|cannot_communicate|reports\.not_found/,
    'The host and the attestation service did not get through to each other; it is tried again.',
  ],
];

/** What it means for virtual machines, in words for operators (vta-operations 2.5). */
export const VM_IMPACT =
  'Until it is fixed, no VM can be encrypted on this host and encrypted VMs cannot be powered on there; ' +
  'VMs that already run on a host that was not rebooted stay accessible.';

/**
 * Classifies a failed attestation. A version that the Trust Authority Cluster does not know is the *expected* failure
 * on a new version: never tampering, never a reason to roll the host back.
 *
 * @param input.row - what the ledger knows of the host
 * @param input.trusted - versions of the base images with health OK in the Trust Authority Cluster
 * @param input.attestation - what the trusted vCenter reports: classified by the keys of its messages, which no language
 *   changes, and by their texts where there are none
 * @rule ATT-1, ATT-3, ATT-5, FIX-1, FIX-2
 */
export function classifyAttestationFailure(input: {
  readonly row: LedgerRow;
  readonly trusted: readonly EsxVersion[];
  readonly attestation: Pick<Attestation, 'services'>;
}): AttestationFailure {
  const { row, trusted, attestation } = input;
  const messages = attestation.services.flatMap((service) => service.messages);
  const signs = [...attestation.services.flatMap(({ messageIds = [] }) => messageIds), ...messages];
  const logs = logsFor(row.host.name);
  const missing = missingVersion(row, trusted);
  if (missing !== undefined) {
    return {
      kind: 'base-image-missing',
      missing,
      text:
        `${row.host.name} attests with ${missing}, which the Trust Authority Cluster does not know. This is expected ` +
        `on a new version: export its image database again and import it (FIX-1, FIX-2). ${VM_IMPACT}`,
      logs,
    };
  }
  for (const [kind, pattern, text] of MESSAGES) {
    if (signs.some((sign) => pattern.test(sign))) {
      return { kind, text: `${row.host.name}: ${text} ${VM_IMPACT}`, logs };
    }
  }
  const known = (messages.some(Boolean) ? messages : signs).filter(Boolean).join('; ') || 'no message';
  return { kind: 'unknown', text: `${row.host.name} does not attest: ${known}. ${VM_IMPACT}`, logs };
}

/** The version it attests with, when untrusted; with an unknown last boot, the installed one is the suspect. */
function missingVersion(row: LedgerRow, trusted: readonly EsxVersion[]): EsxVersion | undefined {
  const version = row.measured ?? row.installed;
  return version !== undefined && !trusted.includes(version) ? version : undefined;
}

/** @rule ATT-5 */
function logsFor(host: string): string[] {
  return [
    `kmxa.log on ${host} (client service)`,
    'attestd.log on every TA host (attestation service)',
    'kmxd.log on every TA host (key provider service)',
  ];
}
