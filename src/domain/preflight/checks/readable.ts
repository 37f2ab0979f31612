import { checkNamed, type PreflightCheck } from '../check.js';

const { blocker } = checkNamed('DG-14', 'unreadable');

/** What could not be read is never taken for fine. @rule DG-14 */
export const readable: PreflightCheck = ({ inventory, clusters }) => [
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
];
