import { compareEsxVersions } from '../../versions/index.js';
import { checkNamed } from '../check.js';

const { blocker, check } = checkNamed({
  id: 'host-downgrade',
  rule: 'IMG-1',
  looksAt: 'No host runs something newer than the target.',
  severities: ['blocker'],
  remedy: 'Request the newest version that is in use, or a later one.',
});

/** No host runs something newer than the target: an image remediation does not go backwards (2.13). @rule IMG-1 */
export const downgrade = check(({ clusters, target }) =>
  clusters
    .flatMap(({ hosts }) => hosts)
    .filter(
      ({ installed }) =>
        installed !== undefined && target !== undefined && compareEsxVersions(installed, target) > 0,
    )
    .map(({ ref, installed }) =>
      blocker(
        ref.name,
        `${ref.name} runs ${installed}, newer than the target ${target}.`,
        'Request the newest version that is in use, or a later one.',
      ),
    ),
);
