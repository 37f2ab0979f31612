export { advance } from './advance.js';
export type { RunEventData, RunEventType } from './events.js';
export { mainReason } from './reason.js';
export { residueOf, type ResidueFacts } from './residue.js';
export { beginStatus, isEnding, isFinal, nextResumeGate, resumeGates } from './status.js';
export { beginTime, spend, timeCategory } from './time-split.js';
export { whyNotAbort, whyNotDecide, whyNotPause, whyNotResume } from './validators.js';
