import { checkNamed, vcenterRule } from '../check.js';
import { loginsOf } from '../logins.js';

const { warning, check } = checkNamed({
  id: 'trusted-admins',
  rule: 'ORD-2',
  looksAt: 'The login of each side that does the vTA configuration is a member of TrustedAdmins.',
  severities: ['warning'],
  remedy: 'Add the login to the group TrustedAdmins of its single sign-on domain.',
});

/**
 * vCenter checks the role, ESXi the group (2.4): without it, reads may work and changes on the hosts fail. The directory
 * may list a user whose groups are nested elsewhere, so this is no blocker. @rule ORD-2, ORD-4
 */
export const trustedAdmins = check(({ sides, estate }) =>
  sides.flatMap((side) =>
    loginsOf(side, estate)
      .filter(({ duty, trustedAdmin }) => duty !== 'lifecycle' && trustedAdmin === false)
      .map(({ login }) =>
        warning(
          side.vcenter.name,
          `The directory of ${side.vcenter.name} does not list ${login} in the group TrustedAdmins.`,
          'Add it to the group, unless it is a member through another group.',
          vcenterRule(side.vcenter.zone),
        ),
      ),
  ),
);
