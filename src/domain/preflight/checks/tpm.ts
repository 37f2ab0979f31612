import { checkNamed } from '../check.js';
import { trustedPlatformsOf } from '../platforms.js';

const { blocker, check } = checkNamed({
  id: 'no-tpm',
  rule: 'ATT-1',
  looksAt: 'Every trusted host has a TPM 2.0.',
  severities: ['blocker'],
  remedy: 'Enable the TPM in firmware, or take the host out of the trusted cluster.',
});

/** A trusted host without a TPM 2.0 can never attest; a TA host needs none (2.12). @rule ATT-1, INV-1 */
export const tpm = check(({ sides }) =>
  trustedPlatformsOf(sides)
    .filter(({ host, platform }) => host.tpm === false || isOld(platform.tpmVersion))
    .map(({ host: { ref, tpm: present }, platform: { tpmVersion } }) =>
      blocker(
        ref.name,
        present !== false && isOld(tpmVersion)
          ? `${ref.name} has a TPM ${tpmVersion}, and attests only with a TPM 2.0.`
          : `${ref.name} has no usable TPM 2.0 and cannot attest.`,
        'Enable the TPM in firmware, or take the host out of the trusted cluster.',
      ),
    ),
);

const isOld = (version: string | undefined): version is string => version?.startsWith('1.') === true;
