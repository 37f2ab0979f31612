import type {
  AttestationEntry,
  ClusterDetails,
  HostDetails,
  ServerFacts,
  VmDetails,
} from '../../ports/probe.js';
import { instant } from '../rest/schemas.js';
import type { SoapClient } from './client.js';
import { readObjects, type ObjectContent } from './property-collector.js';
import { clusterProperties, readCluster } from './readers/cluster.js';
import { readVm, vmProperties } from './readers/vm.js';
import { at, booleanAt, childrenOf, textAt, type XmlNode } from './xml-node.js';

const properties = {
  ClusterComputeResource: clusterProperties,
  HostSystem: ['summary.trustAuthorityAttestationInfos', 'config.service'],
  VirtualMachine: [...vmProperties, 'summary.config.memorySizeMB'],
};

const readEntry = (node: XmlNode): AttestationEntry => {
  const attestedAt = instant(textAt(node, 'attestedAt'));
  const attestedUntil = instant(textAt(node, 'attestedUntil'));
  return {
    status: textAt(node, 'attestationStatus') ?? '',
    ...(attestedAt ? { attestedAt } : {}),
    ...(attestedUntil ? { attestedUntil } : {}),
    messages: childrenOf(node, 'messages').map((message) => {
      const id = textAt(message, 'key');
      return { ...(id ? { id } : {}), text: textAt(message, 'message') ?? '' };
    }),
  };
};

const readHostDetails = ({ ref, properties: found }: ObjectContent): HostDetails => {
  const infos = found.get('summary.trustAuthorityAttestationInfos');
  const services = found.get('config.service');
  return {
    moid: ref.value,
    ...(infos ? { attestation: infos.children.map(readEntry) } : {}),
    ...(services
      ? {
          services: Object.fromEntries(
            childrenOf(services, 'service').map((service) => [
              textAt(service, 'key') ?? '',
              booleanAt(service, 'running') ?? false,
            ]),
          ),
        }
      : {}),
  };
};

const readVmDetails = (object: ObjectContent, pinned: ReadonlySet<string>): VmDetails => {
  const { moid, name, host, isPoweredOn, isEncrypted } = readVm(object);
  const memoryMiB = Number(object.properties.get('summary.config.memorySizeMB')?.text ?? Number.NaN);
  return {
    moid,
    name,
    ...(host === undefined ? {} : { host }),
    isPoweredOn,
    isEncrypted,
    isPinned: pinned.has(moid),
    ...(Number.isNaN(memoryMiB) ? {} : { memoryMiB }),
  };
};

/** Services and attestation of a cluster's hosts, and its VMs one by one. */
export const readClusterDetails = (
  soap: SoapClient,
  moid: string,
  signal?: AbortSignal,
): Promise<ClusterDetails> =>
  readObjects(
    soap,
    {
      objects: [{ type: 'ClusterComputeResource', value: moid }],
      select: [{ type: 'ClusterComputeResource', path: 'host', next: [{ type: 'HostSystem', path: 'vm' }] }],
      properties,
    },
    (objects) => {
      const ofType = (type: string): ObjectContent[] => objects.filter(({ ref }) => ref.type === type);
      const pinned = new Set(
        ofType('ClusterComputeResource').flatMap((object) => [...readCluster(object).pinnedVms]),
      );
      return {
        hosts: ofType('HostSystem').map(readHostDetails),
        vms: ofType('VirtualMachine').map((object) => readVmDetails(object, pinned)),
      };
    },
    signal,
  );

/** `AboutInfo` of the server. */
export const readAbout = (soap: SoapClient, signal?: AbortSignal): Promise<ServerFacts> =>
  soap.use({ safe: true, signal }, (session) => {
    const self = { type: 'ServiceInstance', value: 'ServiceInstance' };
    return session.invoke({ self, method: 'RetrieveServiceContent' }, (answer) => {
      const about = at(answer, 'returnval.about');
      const text = (name: string): string => textAt(about, name) ?? '';
      return { version: text('version'), build: text('build'), apiVersion: text('apiVersion') };
    });
  });
