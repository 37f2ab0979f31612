import { archiveGaps } from '../../archive/protection.js';
import type { EstateInventory } from '../../model/inventory.js';
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
export const configurationArchive = check(({ estate, inventory }) => {
  const { configurationArchivedAt, readAt } = inventory;
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
  // What cannot be read protects nothing, whenever it was taken (DG-14).
  if (inventory.configurationArchive === undefined) {
    return [
      warning(
        estate.name,
        `The archive of ${configurationArchivedAt} cannot be read by this release, so nobody knows what it holds; the run archives the configuration again before the Trust Authority side.`,
        'Take it again: vta archive create.',
        'BAK-3',
      ),
    ];
  }
  return [
    ...shortcomings(inventory),
    info(
      estate.name,
      `The vTA configuration was last archived at ${configurationArchivedAt}; the run archives it again before the Trust Authority side.`,
      'Keep private keys and KMIP passwords elsewhere: no archive can contain them.',
      'BAK-3',
    ),
  ];
});

/** In what the archive falls short of the estate now, but for its age and for image files, which have words of their own. */
function shortcomings({ authority, trusted, configurationArchive: archive }: EstateInventory) {
  if (archive === undefined) return [];
  return archiveGaps({
    archive,
    authority: authority.facts,
    trusted: trusted.map(({ vcenter }) => vcenter.name),
    now: archive.at,
    accepted: authority.facts.images.map(({ version }) => version),
  }).map(({ rule, subject, have, remedy }) =>
    warning(subject, `The archive of the vTA configuration falls short: ${have}.`, remedy, rule),
  );
}
