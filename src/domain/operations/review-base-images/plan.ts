import type { Finding } from '../../model/finding.js';
import { evidenceTables, orderRemovals, retiringEvidence } from '../../retiring/index.js';
import type { OperationFacts } from '../facts.js';
import type { OperationDraft, OperationRequest } from '../model.js';
import { retiringFactsOf } from '../retire-base-images/facts.js';

export interface ReviewBaseImages {
  /** Whose reasons to stay are said in full; empty = none, the tables alone. */
  readonly parameters: { readonly versions: readonly string[] };
  readonly details: { readonly lines: readonly string[] };
}

/**
 * The evidence about all base images, without any wish to remove one. Carried out, it goes into the story of a run, for
 * those who must show it.
 *
 * @rule QB-4, QB-6, DG-5, DG-10
 */
export function planReviewBaseImages(
  facts: OperationFacts,
  { parameters }: OperationRequest<'review-base-images'>,
): OperationDraft<'review-base-images'> {
  const evidence = retiringEvidence(retiringFactsOf(facts));
  const tables = evidenceTables(evidence);
  const { name } = facts.inventory.authority.facts.cluster;
  const { versions } = parameters;
  const findings = versions.length === 0 ? [] : orderRemovals(versions, evidence).findings;
  return {
    subject: name,
    steps: [
      { id: 'review', subject: name, title: 'put the evidence into the story of the run', rule: 'QB-6' },
    ],
    tables,
    gates: [],
    // Nothing is removed, so that nothing is refused.
    findings: findings.map((finding): Finding => ({ ...finding, severity: 'info' })),
    details: {
      lines: evidence.versions.map(
        ({ image, neededBy, blockers }) =>
          `${image.version}: needed by ${neededBy.length} of ${evidence.hosts.length} hosts, last attested ${
            image.lastAttestedAt ?? 'not told'
          }, ${blockers.length === 0 ? 'may be removed' : `held by ${blockers.length} reasons`}`,
      ),
    },
  };
}
