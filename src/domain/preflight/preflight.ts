import { byText } from '../compare.js';
import type { Finding, Severity } from '../model/finding.js';
import { contextOf, type PreflightCheck, type PreflightInput } from './check.js';
import { appliedConfig } from './checks/applied-config.js';
import { attested } from './checks/attested.js';
import { authorityEnabled } from './checks/authority-enabled.js';
import { authorityQuorum } from './checks/authority-quorum.js';
import { authorityServices } from './checks/authority-services.js';
import { authorityUniform } from './checks/authority-uniform.js';
import { bootType } from './checks/boot-type.js';
import { clustersPresent } from './checks/clusters-present.js';
import { configurationArchive } from './checks/configuration-archive.js';
import { downgrade } from './checks/downgrade.js';
import { evacuation } from './checks/evacuation.js';
import { executors } from './checks/executors.js';
import { hostAccess } from './checks/host-access.js';
import { hostsLeftOut } from './checks/hosts-left-out.js';
import { imageFiles } from './checks/image-files.js';
import { imageManaged } from './checks/image-managed.js';
import { imagesTrusted } from './checks/images-trusted.js';
import { licence } from './checks/licence.js';
import { majorLicence } from './checks/major-licence.js';
import { mixedVersions } from './checks/mixed-versions.js';
import { narrowPlan } from './checks/narrow-plan.js';
import { parallelRemediation } from './checks/parallel-remediation.js';
import { powerAction } from './checks/power-action.js';
import { quickBoot } from './checks/quick-boot.js';
import { reportEnd } from './checks/report-end.js';
import { readable } from './checks/readable.js';
import { taHosts } from './checks/ta-hosts.js';
import { suppliedImage } from './checks/supplied-image.js';
import { targetVersion } from './checks/target-version.js';
import { testHost } from './checks/test-host.js';
import { tpm } from './checks/tpm.js';
import { twoVCenters } from './checks/two-vcenters.js';
import { updateAvailable } from './checks/update-available.js';
import { updateIdle } from './checks/update-idle.js';
import { vcenterBackup } from './checks/vcenter-backup.js';
import { vcenterHealth } from './checks/vcenter-health.js';
import { vcenterBeforeHosts } from './checks/vcenter-before-hosts.js';
import { vsan } from './checks/vsan.js';

const CHECKS: readonly PreflightCheck[] = [
  targetVersion,
  narrowPlan,
  twoVCenters,
  readable,
  clustersPresent,
  vcenterHealth,
  updateIdle,
  updateAvailable,
  executors,
  vcenterBeforeHosts,
  licence,
  majorLicence,
  vcenterBackup,
  configurationArchive,
  imageFiles,
  authorityEnabled,
  authorityQuorum,
  taHosts,
  authorityServices,
  authorityUniform,
  attested,
  reportEnd,
  imagesTrusted,
  bootType,
  tpm,
  appliedConfig,
  imageManaged,
  downgrade,
  mixedVersions,
  hostsLeftOut,
  testHost,
  suppliedImage,
  hostAccess,
  evacuation,
  powerAction,
  parallelRemediation,
  vsan,
  quickBoot,
];

const WEIGHT: Readonly<Record<Severity, number>> = { blocker: 0, warning: 1, info: 2 };

/**
 * Looks at everything that could stop or harm the upgrade. All checks run and all report: blockers first, then
 * warnings, then notes, each by rule and subject, whatever the order of the inventory.
 */
export function preflight(input: PreflightInput): Finding[] {
  const context = contextOf(input);
  return CHECKS.flatMap((check) => check(context)).toSorted(
    (a, b) =>
      WEIGHT[a.severity] - WEIGHT[b.severity] ||
      byText(a.rule, b.rule) ||
      byText(a.subject, b.subject) ||
      byText(a.check, b.check) ||
      byText(a.message, b.message),
  );
}
