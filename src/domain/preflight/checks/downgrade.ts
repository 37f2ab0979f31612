import { compareEsxVersions } from '../../versions/index.js';
import { checkNamed, type PreflightCheck } from '../check.js';

const { blocker } = checkNamed('IMG-1', 'host-downgrade');

/** No host runs something newer than the target: an image remediation does not go backwards (2.13). @rule IMG-1 */
export const downgrade: PreflightCheck = ({ clusters, target }) =>
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
    );
