import type { RuleId } from './rule.js';

/**
 * Rules that this release does not carry out, each with what it does instead. A test fails when one that is enforced
 * and tested stands here, and when one that is not is missing.
 */
export const NOT_YET: Readonly<Record<RuleId, string>> = {};
