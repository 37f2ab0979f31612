import { checkNamed, vcenterRule, type PreflightCheck } from '../check.js';

const { blocker, warning } = checkNamed('ORD-2', 'licence');

/** The licence covers Trust Authority (feature `trustedplatform`) on both sides (2.18). @rule ORD-2, ORD-4 */
export const licence: PreflightCheck = ({ vcenters }) =>
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
  });
