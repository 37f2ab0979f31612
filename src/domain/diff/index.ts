export { diffPlans } from './diff-plans.js';
export {
  clustersOf,
  inventoryChanges,
  sameCluster,
  type InventoryChange,
  type InventoryChanges,
} from './inventory-changes.js';
export { hostStep, refNow, type RunSoFar } from './own-doing.js';
