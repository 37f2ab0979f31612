import { checkNamed, vcenterRule } from '../check.js';
import { isTrustPrivilege, loginsOf, type Login } from '../logins.js';
import { privilegesNeeded } from '../privileges.js';

const { warning, check } = checkNamed({
  id: 'duties-separated',
  rule: 'ORD-2',
  looksAt: 'On each vCenter one login does the upgrade and another the vTA configuration.',
  severities: ['warning'],
  remedy:
    'Name a trustCredential for the vCenter in the estate file, and keep the privileges of the two logins apart.',
});

const REMEDIATION = 'VcIntegrity.lifecycleSoftwareRemediation.Write';
/** Reading who is attested is no power over it. */
const HARMLESS = 'TrustedAdmin.ReadTrustedHosts';

/**
 * Who can change the software of hosts must not be who can change what they are attested with: that is the point of
 * Trust Authority (2.4). It is advice, as the rule book derives it; a blocker would stop every estate with one login.
 * A login that holds both is named by its key in the estate file: another one for the same duty makes no other plan.
 *
 * @rule ORD-2, ORD-4
 */
export const dutiesSeparated = check(({ sides, estate }) =>
  sides.flatMap((side) => {
    const { name, zone } = side.vcenter;
    const logins = loginsOf(side, estate);
    const powerful = logins.filter((login) => holdsBoth(login, privilegesNeeded(zone)));
    const [first, second] = logins;
    const rule = vcenterRule(zone);
    if (first !== undefined && first.login === second?.login) {
      const text = `credential and trustCredential of ${name} are the same login, ${first.login}.`;
      return warning(name, text, 'Give the vTA configuration a login of its own.', rule);
    }
    return powerful.map(({ duty }) =>
      duty === 'all'
        ? warning(
            name,
            `The one login of ${name} can both remediate hosts and change the vTA configuration.`,
            `Name a trustCredential for ${name} in the estate file: a login with the TrustedAdmin privileges and without VcIntegrity; then take the TrustedAdmin ones from the other.`,
            rule,
          )
        : warning(
            name,
            `The login of ${duty === 'trust' ? 'trustCredential' : 'credential'} of ${name} can both remediate hosts and change the vTA configuration.`,
            `Take from it what is the duty of the other login: ${duty === 'trust' ? 'VcIntegrity' : 'TrustedAdmin'}.* privileges.`,
            rule,
          ),
    );
  }),
);

function holdsBoth({ missingPrivileges }: Login, needed: readonly string[]): boolean {
  const held = needed.filter((privilege) => !missingPrivileges.includes(privilege));
  return (
    held.includes(REMEDIATION) &&
    held.some((privilege) => isTrustPrivilege(privilege) && privilege !== HARMLESS)
  );
}
