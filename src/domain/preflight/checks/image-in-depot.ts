import { checkNamed, nameSome } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'image-in-depot',
  rule: 'IMG-1',
  looksAt: 'The depot of each vCenter whose hosts are upgraded by an image has the target.',
  severities: ['blocker'],
  remedy: 'Import the ESXi image into Lifecycle Manager.',
});

/** A cluster cannot be given an image that the depot of its vCenter does not have (2.14). @rule IMG-1, IMG-2 */
export const imageInDepot = check(({ sides, target, dueOf }) =>
  sides.flatMap(({ vcenter: { name }, clusters, readiness: { depot } }) => {
    const due = clusters.filter((cluster) => cluster.imageManaged === true && dueOf(cluster).length > 0);
    if (target === undefined || depot === undefined || due.length === 0 || depot.includes(target)) return [];
    return blocker(
      name,
      `The depot of ${name} has no base image ${target} (it has ${nameSome([...new Set(depot)]) || 'none'}).`,
      'Import the ESXi image into Lifecycle Manager of this vCenter, or synchronise its depots, then read the inventory again.',
    );
  }),
);
