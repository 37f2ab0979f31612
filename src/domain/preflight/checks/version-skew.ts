import type { EsxHost } from '../../model/inventory.js';
import type { EsxVersion } from '../../model/version.js';
import { covers } from '../../planning/scope.js';
import { compareEsxVersions } from '../../versions/index.js';
import { checkNamed } from '../check.js';

const { warning, check } = checkNamed({
  id: 'version-skew',
  rule: 'ORD-1',
  looksAt: 'After the plan no trusted host is newer than the Trust Authority hosts.',
  severities: ['warning'],
  remedy: 'Plan the Trust Authority side too: it is recommended to go first.',
});

/**
 * Attestation works across versions both ways (2.18), so an authority that stays behind is no error; the recommended
 * order is the other one. @rule ORD-1, ORD-6
 */
export const versionSkew = check(({ inventory, request, target, trustedHosts }) => {
  if (target === undefined) return [];
  const { ref, hosts } = inventory.authority.cluster;
  const behind = covers(request, 'authority-hosts') ? target : oldest(hosts);
  const ahead = covers(request, 'trusted-hosts') ? target : newest(trustedHosts);
  if (behind === undefined || ahead === undefined || compareEsxVersions(ahead, behind) <= 0) return [];
  return [
    warning(
      ref.name,
      `Trusted hosts will run ${ahead} while ${ref.name} has a Trust Authority host on ${behind}.`,
      'Plan the Trust Authority side too, or go on: a mixed state is supported once the base image is imported.',
    ),
  ];
});

const sorted = (hosts: readonly EsxHost[]): EsxVersion[] =>
  hosts.flatMap(({ installed }) => installed ?? []).toSorted(compareEsxVersions);
const oldest = (hosts: readonly EsxHost[]): EsxVersion | undefined => sorted(hosts)[0];
const newest = (hosts: readonly EsxHost[]): EsxVersion | undefined => sorted(hosts).at(-1);
