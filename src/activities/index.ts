import { createApplianceActivities } from './appliance.js';
import { createArchiveAssembly, createAuthorityArchive, createTrustedArchive } from './archive.js';
import { createAuthorityActivities } from './authority.js';
import { createClusterActivities } from './clusters.js';
import { createConfigurationActivities } from './configuration-items.js';
import type { RecordsDependencies, VSphereDependencies } from './dependencies.js';
import { createImageFileActivities } from './image-files.js';
import { createDiagnosisActivities } from './diagnosis.js';
import { createHostActivities } from './hosts.js';
import { createMembershipActivities } from './membership.js';
import { createOperationActivities } from './operations.js';
import { createOnboardingActivities, createTpmRulesActivities } from './onboarding.js';
import { createPlanningActivities } from './planning.js';
import { createRecordsActivities } from './records.js';
import { createRemovalActivities } from './removals.js';
import { createRetiringEvidenceActivities } from './retiring-evidence.js';
import { createRetiringActivities } from './retiring.js';
import { createRecoveryRecordsActivities } from './recovery-records.js';
import { createRecoveryActivities } from './recovery.js';
import { createRegistrationActivities } from './registrations.js';
import { createReportActivities } from './report.js';
import { createRunInEstateActivities } from './run-in-estate.js';
import { createTaskActivities } from './running-tasks.js';
import { createServiceActivities } from './services.js';
import { createAuthoritySurvey, createSurveyAssembly, createTrustedSurvey } from './survey.js';
import { createTroubleActivities } from './troubles.js';
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
    ...createRemovalActivities(dependencies),
    ...createServiceActivities(dependencies),
    ...createMembershipActivities(dependencies),
    ...createRecoveryActivities(dependencies),
    ...createConfigurationActivities(dependencies),
    ...createAuthorityArchive(dependencies),
    ...createTpmRulesActivities(dependencies),
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
    ...createOnboardingActivities(dependencies),
    ...createRetiringActivities(dependencies),
    ...createRegistrationActivities(dependencies),
    ...createTrustedArchive(dependencies),
    ...createTrustedSurvey(dependencies),
  };
}

/** Activities of the orchestration zone: records and plans; no vSphere secret. */
export function createOrchestrationZone(dependencies: RecordsDependencies) {
  return {
    ...createPlanningActivities(dependencies),
    ...createOperationActivities(dependencies),
    ...createRecoveryRecordsActivities(dependencies),
    ...createRecordsActivities(dependencies),
    ...createReportActivities(dependencies),
    ...createImageFileActivities(dependencies),
    ...createDiagnosisActivities(dependencies),
    ...createArchiveAssembly(dependencies),
    ...createSurveyAssembly(dependencies),
    ...createRetiringEvidenceActivities(dependencies),
    ...createRunInEstateActivities(dependencies),
    ...createUnitWatchActivities(),
  };
}

export type AuthorityZone = ReturnType<typeof createAuthorityZone>;
export type TrustedZone = ReturnType<typeof createTrustedZone>;
export type OrchestrationZone = ReturnType<typeof createOrchestrationZone>;
