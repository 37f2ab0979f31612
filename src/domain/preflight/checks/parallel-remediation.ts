import { checkNamed } from '../check.js';

const { warning, check } = checkNamed({
  id: 'parallel-remediation',
  rule: 'ORD-8',
  looksAt: 'Parallel remediation is switched off in the policy.',
  severities: ['warning'],
  remedy: 'Do not remediate the cluster by other means while the run lasts.',
});

/** Hosts go one by one whatever the policy says: each call names one host. @rule ORD-7, ORD-8 */
export const parallelRemediation = check(({ clusters }) =>
  clusters
    .filter(({ policy }) => policy?.parallelRemediation)
    .map(({ ref, role }) =>
      warning(
        ref.name,
        `${ref.name} has parallel remediation switched on; this run still upgrades one host at a time.`,
        'Do not remediate the cluster by other means while the run lasts.',
        role === 'authority' ? 'ORD-7' : 'ORD-8',
      ),
    ),
);
