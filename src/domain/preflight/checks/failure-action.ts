import { checkNamed } from '../check.js';

const { warning, check } = checkNamed({
  id: 'failure-action',
  rule: 'ORD-8',
  looksAt: 'No remediation policy is set to repeat a failed remediation by itself.',
  severities: ['warning'],
  remedy: 'Set the failure action of the policy to FAIL: the run asks a person instead.',
});

/** A remediation that failed is repeated by decision only (2.17); vCenter would do so without asking. @rule ORD-7, ORD-8 */
export const failureAction = check(({ clusters, dueOf }) =>
  clusters
    .filter(
      (cluster) => dueOf(cluster).length > 0 && actionOf(cluster.policy?.raw['failure_action']) === 'RETRY',
    )
    .map(({ ref }) =>
      warning(
        ref.name,
        `The remediation policy of ${ref.name} is set to repeat a failed remediation by itself.`,
        'Set its failure action to FAIL, so that nothing is repeated on a host before a person has looked.',
      ),
    ),
);

function actionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'action' in value ? value.action : undefined;
}
