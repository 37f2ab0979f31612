import type { LabHost, LabVCenter } from './model.js';
import { installedVersion } from './model.js';
import { apiVersionOf, compareVersions } from './versions.js';

/** One difference between releases. */
interface Difference {
  /** First API version that has it. */
  readonly since: string;
  /** Where it is written. */
  readonly source: string;
}

const from = (since: string, source: string): Difference => ({ since, source });

/**
 * What the release of a vCenter decides: what it has that an older one lacks. The one place for it, for every door.
 * Fields of vim25 types carry their version in `soap/schema`, because there the client's version decides as well, and
 * that of the host for what a host tells of itself.
 */
export const VCENTER_DIFFERENCES = {
  /** REST under `/api`; before it there is SOAP only. */
  apiStyle: from('7.0.2.0', 'vsphere-rest.md 1, 10'),
  viJson: from('8.0.1.0', 'vim-and-vcsim.md 1.1'),
  /** `POST /api/vcenter/system?action=hello` */
  hello: from('8.0.2.0', 'vim-and-vcsim.md 1.3'),
  /** One session for the Automation API and vim25. */
  sharedSessions: from('8.0.3.0', 'vim-and-vcsim.md 1.4'),

  appliedConfig: from('7.0.1.0', 'vsphere-rest.md 5.9'),
  attestationInfos: from('7.0.1.0', 'vsphere-rest.md 6.2'),
  lastAttestedTime: from('8.0.1.0', 'vsphere-rest.md 5.4'),
  hostTpm: from('8.0.0.1', 'vsphere-rest.md 5.10'),

  enforceHclValidation: from('7.0.1.0', 'vsphere-rest.md 8.6'),
  preRemediationPowerAction: from('7.0.2.0', 'vsphere-rest.md 8.6'),
  depotOwner: from('7.0.3.0', 'vsphere-rest.md 8.1, 10'),
  parallelRemediation: from('8.0.0.1', 'vsphere-rest.md 8.6'),
  stage: from('8.0.0.1', 'vsphere-rest.md 8.5'),
  stageStatus: from('8.0.0.1', 'vsphere-rest.md 8.4'),
  quickPatch: from('8.0.3.0', 'vsphere-rest.md 8.6'),
  configManagerPolicy: from('8.0.3.0', 'vsphere-rest.md 8.6'),
  installedImages: from('8.0.3.0', 'vsphere-rest.md 8.4'),
  applianceRollback: from('8.0.2.0', 'vsphere-rest.md 9.1'),

  /** `com.vmware.vc.TaHostAttest…Event` */
  attestEvents: from('7.0.2.0', 'vim-and-vcsim.md 2.10'),
} as const satisfies Readonly<Record<string, Difference>>;

/** The same for what the ESXi version of a host decides, whatever its vCenter runs. */
export const HOST_DIFFERENCES = {
  /** `esx.audit.host.{quickboot,reboot}.reason.{available,management,unavailable}` */
  bootReasons: from('7.0.2.0', 'vim-and-vcsim.md 2.10'),
  /** … and `{subsystem,timestamp,user}` */
  moreBootReasons: from('8.0.0.1', 'vim-and-vcsim.md 2.10'),
} as const satisfies Readonly<Record<string, Difference>>;

/** Whether the release of this vCenter has it. */
export const offers = (
  { apiVersion }: Pick<LabVCenter, 'apiVersion'>,
  feature: keyof typeof VCENTER_DIFFERENCES,
): boolean => compareVersions(apiVersion, VCENTER_DIFFERENCES[feature].since) >= 0;

/** Whether the ESXi version that runs on this host has it. */
export const hostOffers = (host: LabHost, feature: keyof typeof HOST_DIFFERENCES): boolean =>
  compareVersions(apiVersionOf(installedVersion(host)), HOST_DIFFERENCES[feature].since) >= 0;
