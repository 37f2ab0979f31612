import type { Estate } from '../model/estate.js';
import type { Finding } from '../model/finding.js';
import type { EstateInventory } from '../model/inventory.js';
import type { UpgradePlan } from '../model/plan.js';
export declare function checkPlan(plan: UpgradePlan, inventory: EstateInventory, estate: Estate): Finding[];
