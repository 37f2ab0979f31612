export { diagnosisBundle, troubled } from './bundle.js';
export type { DiagnosisBundle, DiagnosisFacts, Messages } from './model.js';
export { redact, redactText } from './redact.js';
