import type { Finding } from '../model/finding.js';
import { findingsOf } from './check.js';

const { blocker } = findingsOf('DG-14', 'vcenter-too-old');

/**
 * What preflight says of a vCenter that cannot be read because its release has no interface for it. Without its facts
 * there is no inventory, so this is the only finding.
 *
 * @param problem - what the client found, as it says it: `ta-vc: runs vCenter 7.0.1 …`
 * @rule DG-14
 */
export function vcenterTooOld(vcenter: string, problem: string): Finding {
  return blocker(
    vcenter,
    `${problem.replace(`${vcenter}: `, `${vcenter} `)}.`,
    `Upgrade ${vcenter} to vCenter 7.0 U2 or later by hand, then read the inventory again.`,
  );
}
