import type { RuleId } from './rule.js';

/**
 * Rules that this release does not carry out, each with what it does instead. A test fails when one that is enforced
 * and tested stands here, and when one that is not is missing.
 */
export const NOT_YET: Readonly<Record<RuleId, string>> = {
  'QB-6': 'No base image is removed; the time of the last attestation is listed with each image.',
  'QB-9': 'Clusters are not added to Trust Authority; boot their hosts fully by hand.',
  'REC-1': 'No host is removed from the Trust Authority Cluster; do it by hand.',
  'REC-2': 'The former ESXi version is brought back by hand only.',
  'REC-4': 'A recovered host is compared by its health alone, with the choice `verify`.',
  'REC-5': 'The order stands in the runbook; nobody watches it.',
  'FIX-3': 'No base image is removed; do it by hand, later, version by version.',
  'FIX-4': 'No base image is removed.',
  'DG-5': 'No base image is removed; the report lists those that stay, and which hosts need them.',
  'DG-10': 'No removal is judged; ask the administrators of every trusted vCenter.',
};
