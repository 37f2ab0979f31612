import { checkNamed } from '../check.js';

const { blocker, info, check } = checkNamed({
  id: 'linked-mode',
  rule: 'INV-6',
  looksAt: 'The Trust Authority vCenter is linked with no other vCenter.',
  severities: ['blocker', 'info'],
  remedy: 'Repoint the Trust Authority vCenter to a domain of its own.',
});

/**
 * Trusted vCenters may be linked with each other, which concerns their snapshots; the Trust Authority vCenter must not
 * be linked at all (2.2, 2.16). @rule INV-6
 */
export const linkedMode = check(({ sides }) =>
  sides.flatMap(({ vcenter: { name, zone }, readiness: { linkedWith = [] } }) => {
    if (linkedWith.length === 0) return [];
    const others = linkedWith.join(', ');
    return zone === 'authority'
      ? blocker(
          name,
          `The Trust Authority vCenter ${name} is in Enhanced Linked Mode with ${others}.`,
          'Repoint it to a single sign-on domain of its own: who administers the others must not administer it.',
        )
      : info(
          name,
          `${name} is in Enhanced Linked Mode with ${others}.`,
          'Before it is upgraded by hand, take snapshots of all linked vCenters, powered off; revert all or none.',
        );
  }),
);
