export { exitPlan, hasNoVta, whyNotWithoutVta, type EncryptedVm, type EncryptedVmsOf } from './exit-plan.js';
