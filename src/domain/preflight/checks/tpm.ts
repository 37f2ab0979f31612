import { checkNamed, type PreflightCheck } from '../check.js';

const { blocker } = checkNamed('ATT-1', 'no-tpm');

/** A trusted host without a TPM can never attest; a TA host needs none (2.12). @rule ATT-1, INV-1 */
export const tpm: PreflightCheck = ({ trustedHosts }) =>
  trustedHosts
    .filter((host) => host.tpm === false)
    .map(({ ref }) =>
      blocker(
        ref.name,
        `${ref.name} has no usable TPM 2.0 and cannot attest.`,
        'Enable the TPM in firmware, or take the host out of the trusted cluster.',
      ),
    );
