export { isAttestedSinceBoot, unattestedHosts } from './attested.js';
export { isHostDone, whyNotLeaveMaintenance } from './done.js';
export type { GuardFacts, ImportFacts, PeerHost, TierFacts, VCenterAfter } from './facts.js';
export { whyNotImport } from './import.js';
export { whyNotNextTier } from './next-tier.js';
export { whyNotNow } from './now.js';
export { normalUpTo, reason } from './reasons.js';
export { whyNotTaHost } from './ta-host.js';
export { whyNotImageTrusted, whyNotTrustedHost } from './trusted-host.js';
