import type { Finding } from '../../domain/model/finding.js';
import type { EsxVersion } from '../../domain/model/version.js';
import type { WhyNot } from '../../domain/model/waiting.js';
import type { Step } from '../step.js';

export const removing = (version: EsxVersion): Step => ({
  name: 'image-removal',
  kind: 'imageRemoval',
  waiting: {
    kind: 'image-removal',
    subject: version,
    have: 'removing the base image from the Trust Authority Cluster',
    need: 'not listed any more',
    rule: 'FIX-3',
    youMay: [],
  },
});

/** Nothing of ours is under way: hosts ask for a new report when theirs is about to run out. */
export const renewing = (version: EsxVersion): Step => ({
  name: 'attested-after-removal',
  kind: 'attestationRenewal',
  byPeople: 'expected',
  waiting: {
    kind: 'attestation',
    subject: version,
    have: `hosts are attested by reports from before the removal of ${version}`,
    need: 'every trusted host attested anew',
    rule: 'INV-1',
    youMay: [],
  },
});

export const importing = (version: EsxVersion): Step => ({
  name: 'image-import',
  kind: 'imageImport',
  waiting: {
    kind: 'image-import',
    subject: version,
    have: 'importing the base image again from the archive',
    need: 'listed with health OK, that is on every TA host',
    rule: 'FIX-2',
    youMay: [],
  },
});

/** Why a version cannot go now; null = nothing forbids it. @rule QB-4, DG-5, DG-10 */
export function stillNeeded(version: EsxVersion, blockers: readonly Finding[]): WhyNot | null {
  const [first] = blockers;
  if (first === undefined) return null;
  const more = blockers.length > MOST_SAID ? ` and ${blockers.length - MOST_SAID} more` : '';
  return {
    kind: 'operator-decision',
    subject: version,
    have: `${blockers
      .slice(0, MOST_SAID)
      .map(({ message }) => message)
      .join(' ')}${more}`,
    need: 'nothing that forbids its removal',
    rule: first.rule,
    youMay: [{ who: 'operator', what: first.remedy }],
  };
}

/** More than so many sentences help nobody. */
const MOST_SAID = 3;
