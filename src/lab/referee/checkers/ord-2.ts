import type { Checker } from '../checker.js';
import { judgeVCenterFirst } from './vcenter-first.js';

/** Step 1: the TA vCenter, with a backup, before TA hosts. @rule ORD-2 */
export const ord2: Checker = { rule: 'ORD-2', step: (step, court) => judgeVCenterFirst(step, court, 1) };
