import { checkNamed } from '../check.js';

const { warning, info, check } = checkNamed({
  id: 'configuration-archive',
  rule: 'BAK-1',
  looksAt: 'The vTA configuration has been archived lately.',
  severities: ['warning', 'info'],
  remedy:
    'Keep private keys and KMIP passwords elsewhere; the run archives the rest before it touches the Trust Authority side.',
});

/** An archive that is older says little about the configuration of today, days. */
const MOST_DAYS = 30;

/**
 * The vTA configuration is on the TA hosts, not in any vCenter backup. The run archives it before it touches the
 * Trust Authority side, and does not begin there until that succeeded; so a missing archive is no blocker yet.
 *
 * @rule BAK-1, BAK-2, BAK-3
 */
export const configurationArchive = check(({ estate, inventory: { configurationArchivedAt, readAt } }) => {
  if (configurationArchivedAt === undefined) {
    return [
      warning(
        estate.name,
        'The vTA configuration was never archived: it is on the TA hosts, and no vCenter backup contains it. The run archives it before the Trust Authority side is touched.',
        'Nothing to do now; keep private keys and KMIP passwords elsewhere, no archive can contain them.',
      ),
    ];
  }
  const days = Math.floor((Date.parse(readAt) - Date.parse(configurationArchivedAt)) / 86_400_000);
  if (Number.isNaN(days) || days > MOST_DAYS) {
    return [
      warning(
        estate.name,
        `The vTA configuration was last archived at ${configurationArchivedAt}, more than ${MOST_DAYS} days ago; the run archives it again before the Trust Authority side.`,
        'Compare the new archive with what you know; what was changed since then was not protected.',
        'BAK-3',
      ),
    ];
  }
  return [
    info(
      estate.name,
      `The vTA configuration was last archived at ${configurationArchivedAt}; the run archives it again before the Trust Authority side.`,
      'Keep private keys and KMIP passwords elsewhere: no archive can contain them.',
      'BAK-3',
    ),
  ];
});
