import { checkNamed, count } from '../check.js';

const { warning, check } = checkNamed({
  id: 'report-without-end',
  rule: 'DG-14',
  looksAt: 'Attestation reports name their end.',
  severities: ['warning'],
  remedy: 'Look at the attestation of the hosts in the vSphere Client before approving.',
});

/**
 * A report that names no end cannot be seen to expire: a host counts as attested for as long as its vCenter says so.
 * Said once per vCenter, before anybody approves. @rule DG-14
 */
export const reportEnd = check(({ inventory }) =>
  inventory.trusted.flatMap(({ vcenter, clusters }) => {
    const endless = clusters
      .flatMap(({ hosts }) => hosts)
      .filter(({ attestation }) => attestation.status === 'attested' && !attestation.attestedUntil);
    if (endless.length === 0) return [];
    return warning(
      vcenter.name,
      `${vcenter.name} names no end for the attestation reports of ${count(endless.length, 'host')}: they count as attested for as long as it says so.`,
      'Look at the attestation of the hosts in the vSphere Client before approving; after each boot a new report is waited for.',
    );
  }),
);
