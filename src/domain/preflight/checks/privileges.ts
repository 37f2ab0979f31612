import { checkNamed, vcenterRule } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'privileges-missing',
  rule: 'ORD-2',
  looksAt: 'The login of each side has every privilege that an upgrade needs.',
  severities: ['blocker'],
  remedy: 'Give the role of the login the privileges that are named.',
  waivable: true,
});

/** A privilege that is missing would stop a host in the middle of its upgrade (2.4). @rule ORD-2, ORD-4 */
export const privileges = check(({ sides }) =>
  sides.flatMap(({ vcenter: { name, zone }, readiness: { access } }) => {
    if (access === undefined || access.missingPrivileges.length === 0) return [];
    return blocker(
      name,
      `${access.login} lacks privileges on ${name}: ${access.missingPrivileges.join(', ')}.`,
      'Add them to its role; the TrustedAdmin ones need the role "Trusted Infrastructure administrator".',
      vcenterRule(zone),
    );
  }),
);
