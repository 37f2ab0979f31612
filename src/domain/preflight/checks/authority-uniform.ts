import type { Health } from '../../model/inventory.js';
import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'authority-uniform',
  rule: 'INV-5',
  looksAt: 'Every image, setting, principal and key provider is the same on all Trust Authority hosts.',
  severities: ['blocker'],
  remedy: 'Make the setting equal on all hosts; import an image again from its archived file.',
});

/** Every image, setting, principal and key provider is the same on all TA hosts. @rule INV-5, IMG-4, DG-14 */
export const authorityUniform = check(({ inventory: { authority } }) => {
  const { facts } = authority;
  const parts: { name: string; health: Health; details?: readonly string[]; rule?: string }[] = [
    ...facts.images.map(({ version, health, details }) => ({
      name: `base image ${version}`,
      health,
      details,
      rule: 'IMG-4',
    })),
    { name: 'TPM attestation settings', health: facts.tpmSettings },
    ...facts.principals.map(({ id, health }) => ({ name: `principal ${id}`, health })),
    ...facts.keyProviders.map(({ name, health }) => ({ name: `key provider ${name}`, health })),
    ...facts.caCertificates.map(({ name, health }) => ({ name: `TPM CA certificate ${name}`, health })),
    ...facts.endorsementKeys.map(({ name, health }) => ({ name: `endorsement key ${name}`, health })),
  ];
  return parts
    .filter(({ health }) => health !== 'OK')
    .map(({ name, health, details = [], rule }) =>
      blocker(
        name,
        `Health of ${name} is ${health}${details.length > 0 ? ` (${details.join('; ')})` : ''}; OK on every TA host is needed.`,
        rule === 'IMG-4'
          ? 'Import the image again from its archived file, with all TA hosts connected.'
          : 'Make the setting equal on all TA hosts.',
        rule,
      ),
    );
});
