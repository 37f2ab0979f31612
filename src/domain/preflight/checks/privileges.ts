import { checkNamed, vcenterRule } from '../check.js';
import { isTrustPrivilege, loginsOf, type Login } from '../logins.js';

const { blocker, check } = checkNamed({
  id: 'privileges-missing',
  rule: 'ORD-2',
  looksAt: 'The logins of each side have every privilege that an upgrade needs.',
  severities: ['blocker'],
  remedy: 'Give the role of the login the privileges that are named.',
  waivable: true,
});

/** Of two logins each needs what its own duty takes. */
const missingOf = ({ duty, missingPrivileges }: Login): readonly string[] =>
  duty === 'all'
    ? missingPrivileges
    : missingPrivileges.filter((privilege) => isTrustPrivilege(privilege) === (duty === 'trust'));

/** A privilege that is missing would stop a host in the middle of its upgrade (2.4). @rule ORD-2, ORD-4 */
export const privileges = check(({ sides, estate }) =>
  sides.flatMap((side) =>
    loginsOf(side, estate).flatMap((login) => {
      const { name, zone } = side.vcenter;
      const missing = missingOf(login);
      if (missing.length === 0) return [];
      return blocker(
        name,
        `${login.login} lacks privileges on ${name}: ${missing.join(', ')}.`,
        'Add them to its role; the TrustedAdmin ones need the role "Trusted Infrastructure administrator".',
        vcenterRule(zone),
      );
    }),
  ),
);
