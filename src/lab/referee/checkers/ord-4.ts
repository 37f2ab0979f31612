import type { Checker } from '../checker.js';
import { judgeVCenterFirst } from './vcenter-first.js';

/** Step 3: the trusted vCenter, with a backup, still known to the authority, before trusted hosts. @rule ORD-4 */
export const ord4: Checker = { rule: 'ORD-4', step: (step, court) => judgeVCenterFirst(step, court, 3) };
