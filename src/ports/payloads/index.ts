export {
  ArchiveManifestPayload,
  AuthorityConfigurationPayload,
  TrustedConfigurationPayload,
} from './archive.js';
export {
  HashPayload,
  PlanInputPayload,
  PlanResultPayload,
  RunInputPayload,
  SurveyInputPayload,
  SurveyResultPayload,
} from './inputs.js';
export { OperationPlanInputPayload, OperationPlanPayload } from './operation.js';
export { PlanPayload } from './plan.js';
export { PayloadError, readPayload } from './read.js';
export {
  GateDecisionPayload,
  AskPayload,
  LimitsChangePayload,
  HostProgressPayload,
  RunEventPayload,
  RunStatusPayload,
  SubjectDecisionPayload,
} from './run.js';
