import type { Estate, TrustedSide, VCenterRef } from '../domain/model/estate.js';
import { VSphereError } from '../ports/errors.js';
import type { ProbePort } from '../ports/probe.js';
import type { VSpherePorts } from '../ports/vsphere.js';
import type { Observed, ObservedCluster, ObservedVCenter, Part, UnreadablePart } from './observed.js';
import type { WireFacts } from './wire/facts.js';

/** Everything that a probe may call: reads. */
export type ProbeReads = {
  readonly appliance: Pick<VSpherePorts['appliance'], 'readVersion' | 'readVCenter'>;
  readonly trustAuthority: Pick<VSpherePorts['trustAuthority'], 'readAuthority'>;
  readonly trustedSide: Pick<VSpherePorts['trustedSide'], 'readLink'>;
  readonly hosts: Pick<VSpherePorts['hosts'], 'readClusters'>;
  readonly probe: ProbePort;
};

export interface WalkInput {
  readonly estate: Estate;
  readonly reads: ProbeReads;
  readonly wire: () => WireFacts;
  /** One line of progress, for people. */
  readonly say: (line: string) => void;
  /** ISO 8601. */
  readonly now: () => string;
}

/** Reads one part of a vCenter; what fails is noted, and the walk goes on. */
type ReadPart = <T>(part: Part, read: () => Promise<T>, cluster?: string) => Promise<T | undefined>;

const aboutError = (error: Error): Pick<UnreadablePart, 'kind' | 'errorType' | 'reason'> => {
  const reason = error.message;
  if (!(error instanceof VSphereError)) return { kind: 'configuration', reason };
  const { kind, errorType } = error;
  return { kind, reason, ...(errorType !== undefined && { errorType }) };
};

/** Nothing of this vCenter can be read: it does not answer, its certificate or our login is refused. */
const isShut = (error: Error): boolean =>
  !(error instanceof VSphereError) ||
  error.kind === 'passing' ||
  (error.kind === 'refused' && error.status !== 403);

/**
 * Reads an estate as a survey does, and what a recording needs besides: vCenter by vCenter, cluster by cluster. A part
 * that cannot be read does not end it.
 */
export async function walkEstate({ estate, reads, wire, say, now }: WalkInput): Promise<Observed> {
  const unreadable: UnreadablePart[] = [];
  const takenAt = now();

  const walk = async (
    vcenter: VCenterRef,
    parts: (part: ReadPart) => Promise<Partial<ObservedVCenter> & { clusters: readonly ObservedCluster[] }>,
  ): Promise<ObservedVCenter> => {
    let shut = false;
    const part: ReadPart = async (name, read, cluster) => {
      if (shut) return undefined;
      const what = cluster === undefined ? name : `${name} ${cluster}`;
      say(`${vcenter.name}: reading ${what}`);
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        shut ||= isShut(error) && name === 'version';
        say(`${vcenter.name}: could not read ${what}: ${error.message}`);
        unreadable.push({
          vcenter: vcenter.name,
          part: name,
          ...(cluster !== undefined && { cluster }),
          ...aboutError(error),
        });
        return undefined;
      }
    };
    await part('version', () => reads.appliance.readVersion(vcenter));
    const [facts, server, depot] = [
      await part('appliance', () => reads.appliance.readVCenter(vcenter)),
      await part('interface', () => reads.probe.readServer(vcenter)),
      await part('depot', () => reads.probe.readDepot(vcenter)),
    ];
    return {
      ref: vcenter,
      ...(facts && { facts }),
      ...(server && { server }),
      ...(depot && { depot }),
      ...(await parts(part)),
    };
  };

  const readCluster = async (
    part: ReadPart,
    vcenter: VCenterRef,
    name: string,
  ): Promise<readonly ObservedCluster[]> => {
    const found = await part('cluster', () => reads.hosts.readClusters(vcenter, [name]), name);
    const cluster = found?.[0];
    if (!cluster) return [];
    const details = await part(
      'hosts and VMs',
      () => reads.probe.readClusterDetails(vcenter, cluster.ref),
      name,
    );
    return [{ cluster, ...(details && { details }) }];
  };

  const walkAuthority = ({ vcenter, cluster }: Estate['authority']): Promise<ObservedVCenter> =>
    walk(vcenter, async (part) => {
      const clusters = await readCluster(part, vcenter, cluster);
      const authority = await part(
        'Trust Authority Cluster',
        () => reads.trustAuthority.readAuthority(vcenter, cluster),
        cluster,
      );
      const authorityDetails =
        authority &&
        (await part('vTA configuration', () => reads.probe.readAuthorityDetails(vcenter, authority.cluster)));
      return { clusters, ...(authority && { authority }), ...(authorityDetails && { authorityDetails }) };
    });

  const walkTrusted = ({ vcenter, clusters: named }: TrustedSide): Promise<ObservedVCenter> =>
    walk(vcenter, async (part) => {
      const link = await part('link to the Trust Authority', () => reads.trustedSide.readLink(vcenter));
      const clusters: ObservedCluster[] = [];
      for (const { name } of named) clusters.push(...(await readCluster(part, vcenter, name)));
      return { clusters, ...(link && { link }) };
    });

  const vcenters = [await walkAuthority(estate.authority)];
  for (const side of estate.trusted) vcenters.push(await walkTrusted(side));
  return { estate, takenAt, vcenters, unreadable, wire: wire() };
}
