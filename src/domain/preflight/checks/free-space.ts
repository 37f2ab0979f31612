import { checkNamed, vcenterRule } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'free-space',
  rule: 'ORD-2',
  looksAt: 'The appliances have room on their disks and in their databases.',
  severities: ['blocker', 'warning'],
  remedy: 'Make room: remove old logs and files, or enlarge the disk.',
  waivable: true,
});

/** Staging an update and writing a backup need room on the appliance; its own health says when there is little. @rule ORD-2, ORD-4 */
export const freeSpace = check(({ sides }) =>
  sides.flatMap(({ vcenter: { name, zone }, readiness: { storage, databaseStorage } }) =>
    [
      { what: 'on its disks', colour: storage },
      { what: 'in its database', colour: databaseStorage },
    ].flatMap(({ what, colour }) => {
      // What is not told says the check of what is unread.
      if (colour === undefined || colour === 'green' || colour === 'gray') return [];
      const weigh = colour === 'red' ? blocker : warning;
      return weigh(
        name,
        `${name} is short of space ${what}: its health says ${colour}.`,
        'Make room before the update is staged: see the storage page of the appliance management interface.',
        vcenterRule(zone),
      );
    }),
  ),
);
