import type { Checker } from '../checker.js';
import { isTrusted } from '../conditions.js';
import { newlyUnattestable } from './attestable.js';

/** Attestable now: what a trusted host in service measured is trusted. @rule INV-1 */
export const inv1: Checker = {
  rule: 'INV-1',
  step: (step, court) =>
    newlyUnattestable(step, court, 'measured', (state, host) => isTrusted(state, host.measured)),
};
