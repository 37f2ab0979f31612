import type { VCenterRef } from '../../model/estate.js';
import { checkNamed } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'credentials-separated',
  rule: 'ORD-2',
  looksAt: 'The Trust Authority side has a credential of its own, and so have the hosts.',
  severities: ['blocker', 'warning'],
  remedy: 'Give each side, and the hosts, a credential of their own in the estate file.',
  waivable: true,
});

const credentialsOf = ({ credential, trustCredential }: VCenterRef): readonly string[] =>
  trustCredential === undefined ? [credential] : [credential, trustCredential];

/**
 * Separation of duties is the point of Trust Authority (2.4): who can change a workload vCenter must not be who can
 * change what the hosts are attested with. @rule ORD-2, ORD-4
 */
export const credentialsSeparated = check(({ estate: { authority, trusted } }) => {
  const { name } = authority.vcenter;
  const own = credentialsOf(authority.vcenter);
  const used = [authority.vcenter, ...trusted.map(({ vcenter }) => vcenter)];
  return [
    ...trusted.flatMap(({ vcenter }) =>
      credentialsOf(vcenter)
        .filter((credential) => own.includes(credential))
        .map((credential) =>
          blocker(
            vcenter.name,
            `${vcenter.name} and the Trust Authority vCenter ${name} share the credential ${credential}.`,
            'Name a credential of its own for each side in the estate file; one user must not administer both.',
          ),
        ),
    ),
    ...trusted.flatMap(({ vcenter, hostAccess }) =>
      used
        .filter((one) => hostAccess !== undefined && credentialsOf(one).includes(hostAccess.credential))
        .map((one) =>
          warning(
            vcenter.name,
            `The hosts of ${vcenter.name} are logged in to with ${hostAccess?.credential ?? ''}, a credential of ${one.name}.`,
            'Name a credential of its own for hostAccess in the estate file.',
          ),
        ),
    ),
  ];
});
