export { advance } from './advance.js';
export type { RunEventData, RunEventType } from './events.js';
export { beginStatus, isFinal } from './status.js';
export { whyNotAbort, whyNotDecide, whyNotPause, whyNotResume } from './validators.js';
