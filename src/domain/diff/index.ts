export { diffPlans } from './diff-plans.js';
