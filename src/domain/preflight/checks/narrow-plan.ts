import { checkNamed } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'narrow-plan',
  rule: 'ORD-6',
  looksAt: 'A narrower plan names its tiers and a business reason.',
  severities: ['blocker', 'warning'],
  remedy: 'Name the tiers and the reason, or plan the whole estate.',
});

/** Leaving the recommended order needs a business reason, which the approver sees; image rules stay in force. @rule ORD-6 */
export const narrowPlan = check(({ request: { only } }) => {
  if (!only) return [];
  const tiers = only.tiers.join(', ') || 'no tier';
  if (only.tiers.length === 0 || only.reason.trim() === '') {
    return [
      blocker(
        'request',
        `A plan for ${tiers} needs at least one tier and a business reason.`,
        'Name the tiers and the reason, or plan the whole estate.',
      ),
    ];
  }
  return [
    warning(
      'request',
      `Only ${tiers}, leaving the recommended order: ${only.reason.trim()}.`,
      'Approve only if this reason holds; the other tiers stay as they are.',
    ),
  ];
});
