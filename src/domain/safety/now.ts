import type { HostStep } from '../model/plan.js';
import type { WhyNot } from '../model/waiting.js';
import type { GuardFacts } from './facts.js';
import { whyNotTaHost } from './ta-host.js';
import { whyNotTrustedHost } from './trusted-host.js';

/**
 * The one question before a host is taken out of service: why not now?
 *
 * Ask before entering maintenance and again before the apply; the answer steers the workflow and is what people read.
 * Facts may be a moment old: the redundancy that the rules keep (one TA host at a time, images on all of them) covers
 * a change in between.
 */
export function whyNotNow(step: HostStep, facts: GuardFacts): WhyNot | null {
  switch (step.role) {
    case 'authority':
      return whyNotTaHost(step, facts);
    case 'trusted':
      return whyNotTrustedHost(step, facts);
  }
}
