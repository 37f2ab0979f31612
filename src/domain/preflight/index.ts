export { evacuationFindings } from './checks/evacuation.js';
export { vcenterTooOld } from './too-old.js';
export { acceptedUnattested } from './checks/attested.js';
export { privilegesNeeded } from './privileges.js';
export { preflight } from './preflight.js';
export { renderPreflightReference } from './render.js';
export { CHECKS } from './table.js';
export { lapsedWaivers, whyNotWaive } from './waivers.js';
