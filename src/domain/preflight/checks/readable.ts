import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'unreadable',
  rule: 'DG-14',
  looksAt: 'Everything that a plan needs could be read.',
  severities: ['blocker'],
  remedy: 'Repair access, then read the inventory again.',
});

/** What could not be read is never taken for fine. @rule DG-14 */
export const readable = check(({ inventory, clusters }) => [
  ...inventory.unreadable.map(({ subject, reason }) =>
    blocker(
      subject,
      `${subject} could not be read: ${reason}.`,
      'Repair access, then read the inventory again.',
    ),
  ),
  ...clusters
    .flatMap(({ hosts }) => hosts)
    .filter(
      ({ connection, installed, inMaintenance }) =>
        connection === 'connected' && (installed === undefined || inMaintenance === undefined),
    )
    .map(({ ref, installed }) =>
      blocker(
        ref.name,
        `The ${installed === undefined ? 'version' : 'maintenance state'} of ${ref.name} could not be read.`,
        'Check the privileges of the credential on this host, then read the inventory again.',
      ),
    ),
]);
