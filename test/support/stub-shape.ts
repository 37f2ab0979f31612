import type { ImageFile } from '../../src/domain/model/inventory.js';
import type { UpgradeRequest } from '../../src/domain/model/plan.js';
import type { VCenterVersion } from '../../src/domain/model/version.js';
import type { Patience, Watched } from '../../src/activities/watch.js';

/** What a stub estate consists of. */
export interface StubShape {
  taHosts: number;
  clusters: Readonly<Record<string, number>>;
  vcentersFrom?: VCenterVersion;
  /** False = baselines manage the Trust Authority Cluster. */
  taImage?: boolean;
  /** Clusters of `wl-vc` that are no part of the estate, by their number of hosts. */
  regular?: Readonly<Record<string, number>>;
  /** Clusters whose policy switches HA admission control off. */
  disablesAdmissionControl?: readonly string[];
  /** Trusted clusters that no image manages. */
  withoutImage?: readonly string[];
  /** Group of vCenters with which wl-vc is in linked mode. */
  linkedMode?: string;
  /** What is asked for instead of a plain upgrade of everything. */
  request?: Partial<UpgradeRequest>;
  /** Files of the archive. */
  imageFiles?: readonly ImageFile[];
  /** Hosts that were quick-booted to this version, which is trusted. */
  quickBooted?: { readonly to: string; readonly hosts: readonly string[] };
  /** The trusted side is on the new version; the old base image is still there. */
  upgraded?: boolean;
}

/** What a test may make go wrong; each is asked before the effect. What is taken out of it goes well from then on. */
export interface StubTrouble {
  remediationFails?: (host: string) => string | undefined;
  /** The error that whoever starts a remediation gets instead of an answer. */
  remediationRefused?: (host: string) => Error | undefined;
  /** Why services cannot be bound to a cluster; undefined = they can. */
  bindingFails?: () => string | undefined;
  /** Why a host is not back from a reboot; undefined = it is. */
  rebootFails?: (host: string) => string | undefined;
  /** Services that wl-vc has registered; as at the beginning when absent. */
  registered?: () => readonly string[];
  /** Whether a reboot of the host goes the short way, whatever the policy says. */
  rebootsQuickly?: (host: string) => boolean;
  /** Asked at every entry into maintenance mode. */
  evacuationFails?: (host: string) => string | undefined;
  backupFails?: (vcenter: string) => string | undefined;
  /** The error of a removal of a base image; undefined = it succeeds. */
  removalFails?: () => string | undefined;
  /** Why the vTA configuration cannot be archived; undefined = it can. */
  archiveFails?: () => string | undefined;
  /** What of the vTA configuration cannot be read when it is archived; undefined = nothing. */
  archiveLacks?: () => string | undefined;
  /** What the wait for an installation tells before its end. */
  installTells?: (
    vcenter: string,
    patience: Patience,
  ) => Watched<never> | Promise<Watched<never>> | undefined;
  /** Whether the TA hosts differ in their settings. */
  authorityDiffers?: () => boolean;
  attests?: (host: string) => boolean;
  /** Whether no event tells how the host booted. */
  bootsUnseen?: (host: string) => boolean;
  /** What the host's way into maintenance mode waits for. */
  evacuation?: (host: string) => Promise<void>;
  /** Why the host gives its image to nobody; undefined = it does. */
  exportRefused?: () => string | undefined;
  /** Holds a step of a host (`guards`, `evacuation`, `remediation`, …) or of a vCenter until it is resolved. */
  holds?: (step: string, subject: string) => Promise<unknown> | undefined;
  /** Why a service does not come up after its order; undefined = it does. */
  serviceHangs?: (host: string, service: string) => string | undefined;
  /** Whether the answer to an order about a service is lost. */
  orderUnanswered?: (host: string, service: string) => boolean;
  /** TA host that health names as not answering. */
  unhealthy?: () => string | undefined;
  /** Why a vCenter cannot be surveyed; undefined = it can. */
  unreadable?: (vcenter: string) => string | undefined;
}
