import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'authority-is-trusted',
  rule: 'INV-6',
  looksAt: 'The Trust Authority vCenter is not a trusted vCenter.',
  severities: ['blocker'],
  remedy: 'Give two different vCenters.',
});

/** The Trust Authority vCenter is not a trusted vCenter, under whatever name or address (2.2). @rule INV-6 */
export const twoVCenters = check(({ estate, sides }) => {
  const { url, name } = estate.authority.vcenter;
  const uuidOf = (vcenter: string): string | undefined =>
    sides.find((side) => side.vcenter.name === vcenter)?.readiness.instanceUuid;
  const own = uuidOf(name);
  return estate.trusted
    .filter(
      ({ vcenter }) =>
        vcenter.name === name ||
        hostOf(vcenter.url) === hostOf(url) ||
        (own !== undefined && uuidOf(vcenter.name) === own),
    )
    .map(({ vcenter }) =>
      blocker(
        vcenter.name,
        `${vcenter.name} is given as trusted vCenter and as vCenter of the Trust Authority Cluster.`,
        'Give two different vCenters: a Trust Authority needs a dedicated one.',
      ),
    );
});

function hostOf(url: string): string {
  return url.toLowerCase().replace(/:443$/, '');
}
