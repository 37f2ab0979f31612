import { createHash } from 'node:crypto';
import type { LabTaConfig } from './trust-model.js';

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value) ?? '')
    .digest('hex')
    .slice(0, 16);

/** What a TA host keeps of a KMIP password. */
export const passwordDigest = (password: string): string =>
  createHash('sha256').update(password).digest('hex');

/**
 * The vTA configuration of one TA host but for its images, as `kind/name` and a digest of the content: equal digests are
 * equal items. A principal is named by its issuer, as its profile ID is another one when it is created anew.
 */
export function configurationOf({
  principals,
  keyProviders,
  caCertificates,
  endorsementKeys,
  tpmSettings,
}: LabTaConfig): Map<string, string> {
  const named = <T>(kind: string, items: ReadonlyMap<string, T>): [string, string][] =>
    [...items].map(([name, item]) => [`${kind}/${name}`, digest(item)]);
  return new Map([
    ...[...principals.values()].map(
      ({ name, domain, issuer, issuerAlias, certificates }): [string, string] => [
        `principal/${issuer}`,
        digest({ name, domain, issuerAlias, certificates }),
      ],
    ),
    ...[...keyProviders.values()].map(({ name, ...provider }): [string, string] => [
      `keyProvider/${name}`,
      digest(
        Object.entries(provider)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .filter(([key]) => key !== 'certificateGeneration' && key !== 'requested'),
      ),
    ]),
    ...named('caCertificate', caCertificates),
    ...named('endorsementKey', endorsementKeys),
    ['tpmSettings/settings', digest(tpmSettings)],
  ]);
}
