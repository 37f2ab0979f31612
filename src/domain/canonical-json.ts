import type { UpgradePlan } from './model/plan.js';
/** Canonical JSON: keys sorted, absent and undefined properties left out, no white space. */
export declare function canonicalJson(value: unknown): string;
export declare function planHashInput(plan: UpgradePlan): string;
export declare function hashPlan(plan: UpgradePlan, sha256: (text: string) => string): string;
