import type { PreflightCheck } from './check.js';
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
import { leavingVta } from './checks/exit-plan.js';
import { executors } from './checks/executors.js';
import { suppliedImage } from './checks/supplied-image.js';
import { hostAccess } from './checks/host-access.js';
import { hostsLeftOut } from './checks/hosts-left-out.js';
import { imageFiles } from './checks/image-files.js';
import { imagePreCheck } from './checks/image-pre-check.js';
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
import { targetVersion } from './checks/target-version.js';
import { quickBootTxt } from './checks/quick-boot-txt.js';
import { secureBoot } from './checks/secure-boot.js';
import { vmFirmware } from './checks/vm-firmware.js';
import { evacuationCpu } from './checks/evacuation-cpu.js';
import { evacuationReservations } from './checks/evacuation-reservations.js';
import { testHost } from './checks/test-host.js';
import { tpm } from './checks/tpm.js';
import { twoVCenters } from './checks/two-vcenters.js';
import { updateAvailable } from './checks/update-available.js';
import { updateIdle } from './checks/update-idle.js';
import { vcenterBackup } from './checks/vcenter-backup.js';
import { vcenterHa } from './checks/vcenter-ha.js';
import { vcenterHealth } from './checks/vcenter-health.js';
import { vcenterBeforeHosts } from './checks/vcenter-before-hosts.js';
import { vsan } from './checks/vsan.js';
import { vsanHealth } from './checks/vsan-health.js';
import { quickBootSupport } from './checks/quick-boot-support.js';
import { haAdmission } from './checks/ha-admission.js';
import { dpm } from './checks/dpm.js';
import { failureAction } from './checks/failure-action.js';
import { credentialsSeparated } from './checks/credentials-separated.js';
import { dutiesSeparated } from './checks/duties-separated.js';
import { versionSkew } from './checks/version-skew.js';
import { upgradePath } from './checks/upgrade-path.js';
import { readinessUnread } from './checks/readiness-unread.js';
import { oneAuthorityCluster } from './checks/one-authority-cluster.js';
import { clusterOnBothSides } from './checks/cluster-on-both-sides.js';
import { linkedMode } from './checks/linked-mode.js';
import { servicesRegistered } from './checks/services-registered.js';
import { privileges } from './checks/privileges.js';
import { trustedAdmins } from './checks/trusted-admins.js';
import { clock } from './checks/clock.js';
import { timeSource } from './checks/time-source.js';
import { freeSpace } from './checks/free-space.js';
import { certificatesExpiring } from './checks/certificates-expiring.js';
import { alarms } from './checks/alarms.js';
import { foreignTasks } from './checks/foreign-tasks.js';
import { imageInDepot } from './checks/image-in-depot.js';
import { keyServers } from './checks/key-servers.js';
import { evacuationCapacity } from './checks/evacuation-capacity.js';
import { evacuationDevices } from './checks/evacuation-devices.js';
import { evacuationPlacement } from './checks/evacuation-placement.js';

/** Every check, in the order of the table that people read. */
export const CHECKS: readonly PreflightCheck[] = [
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
  leavingVta,
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
  secureBoot,
  vmFirmware,
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
  quickBootSupport,
  quickBootTxt,
  haAdmission,
  dpm,
  failureAction,
  credentialsSeparated,
  versionSkew,
  upgradePath,
  readinessUnread,
  oneAuthorityCluster,
  clusterOnBothSides,
  linkedMode,
  servicesRegistered,
  privileges,
  trustedAdmins,
  clock,
  timeSource,
  freeSpace,
  certificatesExpiring,
  alarms,
  foreignTasks,
  imageInDepot,
  keyServers,
  evacuationCapacity,
  evacuationReservations,
  evacuationCpu,
  evacuationDevices,
  evacuationPlacement,
  vsanHealth,
  vcenterHa,
  imagePreCheck,
  dutiesSeparated,
];
