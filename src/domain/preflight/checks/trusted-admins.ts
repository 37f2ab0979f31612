import { checkNamed, vcenterRule } from '../check.js';

const { warning, check } = checkNamed({
  id: 'trusted-admins',
  rule: 'ORD-2',
  looksAt: 'The login of each side is a member of TrustedAdmins.',
  severities: ['warning'],
  remedy: 'Add the login to the group TrustedAdmins of its single sign-on domain.',
});

/**
 * vCenter checks the role, ESXi the group (2.4): without it, reads may work and changes on the hosts fail. The directory
 * may list a user whose groups are nested elsewhere, so this is no blocker. @rule ORD-2, ORD-4
 */
export const trustedAdmins = check(({ sides }) =>
  sides.flatMap(({ vcenter: { name, zone }, readiness: { access } }) => {
    if (access?.trustedAdmin !== false) return [];
    return warning(
      name,
      `The directory of ${name} does not list ${access.login} in the group TrustedAdmins.`,
      'Add it to the group, unless it is a member through another group.',
      vcenterRule(zone),
    );
  }),
);
