import { checkNamed, vcenterRule } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'licence',
  rule: 'ORD-2',
  looksAt: 'The licence of both sides has the feature trustedplatform.',
  severities: ['blocker', 'warning'],
  remedy: 'Assign a licence with the feature trustedplatform.',
});

/** The licence covers Trust Authority (feature `trustedplatform`) on both sides (2.18). @rule ORD-2, ORD-4 */
export const licence = check(({ vcenters }) =>
  vcenters.flatMap(({ name, zone, licensed }) => {
    if (licensed === true) return [];
    return licensed === false
      ? [
          blocker(
            name,
            `The licence of ${name} does not cover Trust Authority.`,
            'Assign a licence with the feature trustedplatform.',
            vcenterRule(zone),
          ),
        ]
      : [
          warning(
            name,
            `The licence of ${name} could not be read.`,
            'Check by hand that it covers Trust Authority.',
            vcenterRule(zone),
          ),
        ];
  }),
);
