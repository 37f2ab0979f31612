import type { Checker } from '../checker.js';
import { isTrusted } from '../conditions.js';
import { newlyUnattestable } from './attestable.js';

/** Attestable after any full boot: what a trusted host in service would boot is trusted. @rule INV-2 */
export const inv2: Checker = {
  rule: 'INV-2',
  step: (step, court) =>
    newlyUnattestable(step, court, 'installed', (state, host) => isTrusted(state, host.installed)),
};
