export { failureClass } from './failure-class.js';
export { logFilesOf } from './log-files.js';
export { clusterOffers, hostOffers, vcenterOffers, type Offers } from './offers.js';
export { isStanding } from './standing.js';
export { whyNotDecideSubject, type Refusal } from './validator.js';
export type { RecoveryStanding } from './recovery-offers.js';
