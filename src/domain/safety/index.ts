import type { EsxHost, HostRef } from '../model/inventory.js';
import type { HostStep } from '../model/plan.js';
import type { WhyNot } from '../model/waiting.js';
import type { GuardFacts, ImportFacts, TierFacts } from './facts.js';
export type { GuardFacts, ImportFacts, PeerHost, TierFacts, VCenterAfter } from './facts.js';
/** May this host be taken out of service now? null = yes. Ask before entering maintenance and before apply. */
export declare function whyNotNow(step: HostStep, facts: GuardFacts): WhyNot | null;
export declare function whyNotTaHost(step: HostStep, facts: GuardFacts): WhyNot | null;
export declare function whyNotTrustedHost(step: HostStep, facts: GuardFacts): WhyNot | null;
export declare function whyNotLeaveMaintenance(step: HostStep, facts: GuardFacts): WhyNot | null;
/** "Done" of a host; the first thing that is missing, or null. */
export declare function isHostDone(step: HostStep, facts: GuardFacts): WhyNot | null;
export declare function whyNotImport(facts: ImportFacts): WhyNot | null;
export declare function whyNotNextTier(facts: TierFacts): WhyNot | null;
/** Trusted hosts not attested now, for `GuardFacts.unattested`. */
export declare function unattestedHosts(hosts: readonly EsxHost[]): HostRef[];
