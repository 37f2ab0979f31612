import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'no-tpm',
  rule: 'ATT-1',
  looksAt: 'Every trusted host has a TPM.',
  severities: ['blocker'],
  remedy: 'Enable the TPM in firmware, or take the host out of the trusted cluster.',
});

/** A trusted host without a TPM can never attest; a TA host needs none (2.12). @rule ATT-1, INV-1 */
export const tpm = check(({ trustedHosts }) =>
  trustedHosts
    .filter((host) => host.tpm === false)
    .map(({ ref }) =>
      blocker(
        ref.name,
        `${ref.name} has no usable TPM 2.0 and cannot attest.`,
        'Enable the TPM in firmware, or take the host out of the trusted cluster.',
      ),
    ),
);
