import { createApplianceActivities } from './appliance.js';
import { createAuthorityActivities } from './authority.js';
import { createClusterActivities } from './clusters.js';
import type { RecordsDependencies, VSphereDependencies } from './dependencies.js';
import { createHostActivities } from './hosts.js';
import { createOperationActivities } from './operations.js';
import { createPlanningActivities } from './planning.js';
import { createRecordsActivities } from './records.js';
import { createReportActivities } from './report.js';
import { createRunInEstateActivities } from './run-in-estate.js';
import { createTaskActivities } from './running-tasks.js';
import { createAuthoritySurvey, createSurveyAssembly, createTrustedSurvey } from './survey.js';
import { createTroubleActivities } from './troubles.js';
import { createTrustRemediationActivities } from './trust-remediation.js';
import { createTrustedActivities } from './trusted.js';
import { createUnitWatchActivities } from './unit-watch.js';

export { activityInterceptors, createWorkInHand, type WorkInHand } from './heartbeat.js';
export type { RecordsDependencies, VSphereDependencies } from './dependencies.js';

/** Activities of the authority zone: the TA vCenter and its hosts, with TA credentials only. */
export function createAuthorityZone(dependencies: VSphereDependencies) {
  return {
    ...createApplianceActivities(dependencies),
    ...createHostActivities(dependencies),
    ...createClusterActivities(dependencies),
    ...createTroubleActivities(dependencies),
    ...createTaskActivities(dependencies),
    ...createAuthorityActivities(dependencies),
    ...createAuthoritySurvey(dependencies),
  };
}

/** Activities of the trusted zone: trusted vCenters and their hosts, with their credentials only. */
export function createTrustedZone(dependencies: VSphereDependencies) {
  return {
    ...createApplianceActivities(dependencies),
    ...createHostActivities(dependencies),
    ...createClusterActivities(dependencies),
    ...createTroubleActivities(dependencies),
    ...createTaskActivities(dependencies),
    ...createTrustedActivities(dependencies),
    ...createTrustRemediationActivities(dependencies),
    ...createTrustedSurvey(dependencies),
  };
}

/** Activities of the orchestration zone: records and plans; no vSphere secret. */
export function createOrchestrationZone(dependencies: RecordsDependencies) {
  return {
    ...createPlanningActivities(dependencies),
    ...createOperationActivities(dependencies),
    ...createRecordsActivities(dependencies),
    ...createReportActivities(dependencies),
    ...createSurveyAssembly(dependencies),
    ...createRunInEstateActivities(dependencies),
    ...createUnitWatchActivities(),
  };
}

export type AuthorityZone = ReturnType<typeof createAuthorityZone>;
export type TrustedZone = ReturnType<typeof createTrustedZone>;
export type OrchestrationZone = ReturnType<typeof createOrchestrationZone>;
