export { isHostDone, bootSeen, isUnprovenBoot, whyNotLeaveMaintenance } from './done.js';
export { isAfter, isAttestedSinceBoot, unattestedHosts } from './attested.js';
export type { GuardFacts, PeerHost, TierFacts, VCenterAfter } from './facts.js';
export { foreignTaskOn, foreignTasks, ownTasks, taskText, whyNotAloneAt } from './foreign.js';
export { whyNotImport } from './import.js';
export { whyNotNextTier } from './next-tier.js';
export { whyNotNow } from './now.js';
export { policyDebt } from './policy.js';
export { normalUpTo } from './reasons.js';
