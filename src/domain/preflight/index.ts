export { evacuationFindings } from './checks/evacuation.js';
export { vcenterTooOld } from './too-old.js';
export { acceptedUnattested } from './checks/attested.js';
export { preflight } from './preflight.js';
