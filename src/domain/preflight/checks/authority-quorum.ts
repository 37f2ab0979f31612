import { checkNamed, count, isInService } from '../check.js';

const { blocker, info, check } = checkNamed({
  id: 'authority-quorum',
  rule: 'INV-4',
  looksAt: 'At least two Trust Authority hosts are in service.',
  severities: ['blocker', 'info'],
  remedy: 'Bring at least two Trust Authority hosts into service; three are recommended.',
});

/** At least two TA hosts are in service, so that one can be taken out; three leave room for a failure (2.6). @rule INV-4 */
export const authorityQuorum = check(({ inventory: { authority } }) => {
  const { ref, hosts } = authority.cluster;
  const inService = hosts.filter((host) => isInService(host)).length;
  if (inService < 2) {
    return [
      blocker(
        ref.name,
        `${inService} of ${count(hosts.length, 'TA host')} in service; upgrading one would end attestation.`,
        'Bring at least 2 TA hosts into service; 3 are recommended.',
      ),
    ];
  }
  if (inService > 2) return [];
  return [
    info(
      ref.name,
      'Only 2 TA hosts are in service: while one is upgraded, the other is alone.',
      'Add a third TA host if a failure during the upgrade must not stop attestation.',
    ),
  ];
});
