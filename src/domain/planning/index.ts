export { buildPlan } from './build-plan.js';
