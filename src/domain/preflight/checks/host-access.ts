import { checkNamed } from '../check.js';

const { blocker, info, check } = checkNamed({
  id: 'host-access',
  rule: 'IMG-3',
  looksAt: 'The image database can be exported from a test host, or is not needed.',
  severities: ['blocker', 'info'],
  remedy: 'Add hostAccess to the trusted side in the estate file.',
});

/**
 * The new image comes from a test host, so each trusted side that may export it can log in to its hosts; unless the
 * image is trusted or archived already.
 *
 * @rule IMG-1, IMG-3
 */
export const hostAccess = check(({ estate, inventory, target, dueOf }) => {
  if (target === undefined || inventory.authority.facts.images.some(({ version }) => version === target))
    return [];
  const sides = inventory.trusted.filter(({ clusters }) =>
    clusters.some((cluster) => dueOf(cluster).length > 0),
  );
  if (sides.length === 0) return [];
  const news = info(
    target,
    `Base image ${target} is new to the Trust Authority Cluster: it is exported from the first test host and imported after approval.`,
    'Nothing to do; the gate shows the evidence.',
    'IMG-1',
  );
  if (inventory.archivedImages.includes(target)) return [news];
  const without = sides.filter(
    ({ vcenter }) => !estate.trusted.find((side) => side.vcenter.name === vcenter.name)?.hostAccess,
  );
  return [
    news,
    ...without.map(({ vcenter }) =>
      blocker(
        vcenter.name,
        `The estate file has no hostAccess for ${vcenter.name}, so no image can be exported from its test hosts.`,
        'Add hostAccess with the name of an ESXi credential to this trusted side.',
      ),
    ),
  ];
});
