import type { Estate, TrustedSide, VCenterRef } from '../domain/model/estate.js';
import { VSphereError } from '../ports/errors.js';
import type { ProbePort } from '../ports/probe.js';
import type { VSpherePorts } from '../ports/vsphere.js';
import type { Observed, ObservedCluster, ObservedVCenter, UnreadablePart } from './observed.js';
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
type ReadPart = <T>(part: string, read: () => Promise<T>) => Promise<T | undefined>;

const kindOf = (error: Error): UnreadablePart['kind'] =>
  error instanceof VSphereError ? error.kind : 'configuration';

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
    const part: ReadPart = async (name, read) => {
      if (shut) return undefined;
      say(`${vcenter.name}: reading ${name}`);
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        shut ||= isShut(error) && name === 'version';
        say(`${vcenter.name}: ${name} could not be read: ${error.message}`);
        unreadable.push({ vcenter: vcenter.name, part: name, kind: kindOf(error), reason: error.message });
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
    const found = await part(`cluster ${name}`, () => reads.hosts.readClusters(vcenter, [name]));
    const cluster = found?.[0];
    if (!cluster) return [];
    const details = await part(`hosts and VMs of ${name}`, () =>
      reads.probe.readClusterDetails(vcenter, cluster.ref),
    );
    return [{ cluster, ...(details && { details }) }];
  };

  const walkAuthority = ({ vcenter, cluster }: Estate['authority']): Promise<ObservedVCenter> =>
    walk(vcenter, async (part) => {
      const clusters = await readCluster(part, vcenter, cluster);
      const authority = await part(`Trust Authority Cluster ${cluster}`, () =>
        reads.trustAuthority.readAuthority(vcenter, cluster),
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
