import type { Estate } from '../model/estate.js';
import type { Finding } from '../model/finding.js';
import type { EstateInventory } from '../model/inventory.js';
import type { UpgradePlan } from '../model/plan.js';
import { bootMarks, measuredAfter } from './boots.js';
import type { PlanCheck } from './context.js';
import { narrowPlan } from './narrow.js';
import { clusterExecutor, vcenterExecutor } from './executors.js';
import { forecastAddsUp, gatesComplete } from './gates.js';
import { comments, expectations, hostCoverage, hostOrder, imageFiles, testHosts } from './hosts.js';
import { clusterCoverage, suspendToMemory, targetMajor, tierOrder, vcenterCoverage } from './tiers.js';

const CHECKS: readonly PlanCheck[] = [
  tierOrder,
  targetMajor,
  narrowPlan,
  vcenterCoverage,
  vcenterExecutor,
  clusterExecutor,
  clusterCoverage,
  suspendToMemory,
  hostCoverage,
  hostOrder,
  testHosts,
  imageFiles,
  expectations,
  comments,
  bootMarks,
  measuredAfter,
  gatesComplete,
  forecastAddsUp,
];

/**
 * Checks a plan against the rule book, independently of the planner: they share only the comparison of versions, so
 * that a mistake of the one is seen by the other. Runs in tests, before approval, and as a command.
 *
 * @param inventory - the one the plan was made from
 * @returns one finding per broken rule and subject; empty means the plan holds
 */
export function checkPlan(plan: UpgradePlan, inventory: EstateInventory, estate: Estate): Finding[] {
  const context = { plan, inventory, estate };
  return CHECKS.flatMap((check) => check(context));
}
