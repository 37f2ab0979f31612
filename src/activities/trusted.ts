import { ApplicationFailure } from '@temporalio/common';
import type { HostAccess, VCenterRef } from '../domain/model/estate.js';
import type { HostRef, TrustLink } from '../domain/model/inventory.js';
import type { EsxVersion } from '../domain/model/version.js';
import { unattestedHosts } from '../domain/safety/index.js';
import type { VSphereDependencies } from './dependencies.js';
import { callOptions } from './watch.js';

/** At most so many names travel in one payload: one is enough to stop a roll. */
const NAMES_IN_PAYLOAD = 100;

/** Trusted hosts of one vCenter that are not attested now. */
export interface AttestationSummary {
  readonly unattested: readonly HostRef[];
}

/** An exported image database in the blob store. */
export interface ExportedImage {
  readonly version: EsxVersion;
  readonly hash: string;
  readonly bytes: number;
  readonly sourceHost: string;
  readonly exportedAt: string;
  readonly quickBooted: boolean;
  readonly notice?: string;
}

/** What is read from the trusted side, and the export of base images. */
export function createTrustedActivities({ vsphere, blobs }: VSphereDependencies) {
  const { hosts, trustedSide } = vsphere;
  return {
    /** @rule DG-7, DG-14 */
    async summariseAttestation(input: {
      vcenter: VCenterRef;
      clusters: readonly string[];
    }): Promise<AttestationSummary> {
      const clusters = await hosts.readClusters(input.vcenter, input.clusters, callOptions());
      const unattested = unattestedHosts(clusters.flatMap((cluster) => cluster.hosts));
      return { unattested: unattested.slice(0, NAMES_IN_PAYLOAD) };
    },

    /** Principal, registrations and applied configuration after the trusted vCenter's upgrade. @rule DG-13, ORD-4 */
    async readTrust(input: { vcenter: VCenterRef; clusters: readonly string[] }): Promise<{
      link: TrustLink;
      applied: readonly { cluster: string; health: 'NONE' | 'OK' | 'ERROR' }[];
    }> {
      const link = await trustedSide.readLink(input.vcenter, callOptions());
      const clusters = await hosts.readClusters(input.vcenter, input.clusters, callOptions());
      return {
        link,
        applied: clusters.map((cluster) => ({
          cluster: cluster.ref.name,
          health: cluster.appliedConfig ?? 'NONE',
        })),
      };
    },

    /**
     * Exports the image database of a host that runs the target and stores it by hash; a repeat gives the same.
     * The label is the installed version, also after a Quick Boot. @rule IMG-3, FIX-1, QB-7, QB-8
     */
    async exportImage(input: {
      vcenter: VCenterRef;
      host: HostRef;
      access: HostAccess;
      version: EsxVersion;
    }): Promise<ExportedImage> {
      const host = await hosts.readHost(input.vcenter, input.host, callOptions());
      if (host.installed !== input.version) {
        throw ApplicationFailure.nonRetryable(
          `${host.ref.name} runs ${host.installed ?? 'an unknown version'}; an export of ${input.version} is needed`,
          'state',
        );
      }
      const { vcenter, access } = input;
      const { bytes, notice } = await hosts.downloadImageDatabase(host, access, {
        ...callOptions(),
        vcenter,
      });
      if (bytes.byteLength === 0) {
        throw ApplicationFailure.nonRetryable(
          `${host.ref.name} delivered an empty image database`,
          'invalid',
        );
      }
      return {
        version: input.version,
        hash: await blobs.put(bytes),
        bytes: bytes.byteLength,
        sourceHost: host.ref.name,
        exportedAt: new Date().toISOString(),
        quickBooted: host.boot.type !== 'full',
        ...(notice === undefined ? {} : { notice }),
      };
    },
  };
}
