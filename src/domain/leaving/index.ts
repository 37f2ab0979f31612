export { exitPlan, hasNoVta, type EncryptedVm, type EncryptedVmsOf } from './exit-plan.js';
