export { buildPlan, type PlanningInput } from './build-plan.js';
export { gateIds, TIER_NAMES } from './gates.js';
