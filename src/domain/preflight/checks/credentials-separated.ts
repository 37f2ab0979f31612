import { checkNamed } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'credentials-separated',
  rule: 'ORD-2',
  looksAt: 'The Trust Authority side has a credential of its own, and so have the hosts.',
  severities: ['blocker', 'warning'],
  remedy: 'Give each side, and the hosts, a credential of their own in the estate file.',
  waivable: true,
});

/**
 * Separation of duties is the point of Trust Authority (2.4): who can change a workload vCenter must not be who can
 * change what the hosts are attested with. @rule ORD-2, ORD-4
 */
export const credentialsSeparated = check(({ estate: { authority, trusted } }) => {
  const { credential, name } = authority.vcenter;
  const shared = trusted.filter(({ vcenter }) => vcenter.credential === credential);
  const used = [authority.vcenter, ...trusted.map(({ vcenter }) => vcenter)];
  return [
    ...shared.map(({ vcenter }) =>
      blocker(
        vcenter.name,
        `${vcenter.name} and the Trust Authority vCenter ${name} share the credential ${credential}.`,
        'Name a credential of its own for each side in the estate file; one user must not administer both.',
      ),
    ),
    ...trusted.flatMap(({ vcenter, hostAccess }) =>
      used
        .filter((one) => one.credential === hostAccess?.credential)
        .map((one) =>
          warning(
            vcenter.name,
            `The hosts of ${vcenter.name} are logged in to with ${one.credential}, the credential of ${one.name}.`,
            'Name a credential of its own for hostAccess in the estate file.',
          ),
        ),
    ),
  ];
});
