import type { EncryptedVm } from '../../domain/leaving/index.js';
import type { HistoryEvent } from '../../ports/vsphere.js';
import { AnswerRefused } from '../connection/answer-refused.js';
import { instant } from '../rest/schemas.js';
import type { SoapClient } from './client.js';
import { readObjects, type ObjectContent } from './property-collector.js';
import { element, ref, value } from './write-xml.js';
import { childrenOf, refOf, textAt, type XmlNode } from './xml-node.js';

/** Newest events that are asked for; what a host told before is history. */
const mostEvents = 100;

const readEvent = (node: XmlNode): HistoryEvent => {
  const at = instant(textAt(node, 'createdTime'));
  if (!at) throw new AnswerRefused('returnval: createdTime is no time');
  return {
    id: textAt(node, 'eventTypeId') ?? node.xsiType ?? 'Event',
    at,
    message: textAt(node, 'fullFormattedMessage') ?? textAt(node, 'message') ?? '',
  };
};

/** The newest events of one host, oldest first. */
export const queryHostEvents = (
  soap: SoapClient,
  moid: string,
  signal?: AbortSignal,
): Promise<readonly HistoryEvent[]> =>
  soap.use({ safe: true, signal }, async (session) => {
    const self = session.content.eventManager;
    if (!self) throw new AnswerRefused('ServiceContent has no eventManager');
    const filter = element('filter', [
      element('entity', [ref('entity', { type: 'HostSystem', value: moid }), value('recursion', 'self')]),
      value('disableFullMessage', false),
      value('maxCount', mostEvents),
    ]);
    return session.invoke({ self, method: 'QueryEvents', parameters: [filter] }, (response) =>
      childrenOf(response, 'returnval')
        .map(readEvent)
        .toSorted((a, b) => a.at.localeCompare(b.at)),
    );
  });

const readVmKey = (
  { ref: vm, properties, missing }: ObjectContent,
  hosts: ReadonlyMap<string, string>,
): EncryptedVm[] => {
  const key = properties.get('config.keyId');
  // Not being allowed to see the key is no proof that there is none (DG-14).
  if (!key && !missing.has('config.keyId')) return [];
  const host = hosts.get(refOf(properties.get('runtime.host'))?.value ?? '');
  const keyProvider = textAt(key, 'providerId.id');
  return [
    {
      name: properties.get('name')?.text ?? vm.value,
      ...(host === undefined ? {} : { host }),
      ...(keyProvider ? { keyProvider } : {}),
    },
  ];
};

/** Encrypted VMs of clusters by moid, with their key providers. */
export const readEncryptedVms = (
  soap: SoapClient,
  clusters: readonly string[],
  signal?: AbortSignal,
): Promise<readonly EncryptedVm[]> =>
  readObjects(
    soap,
    {
      objects: clusters.map((moid) => ({ type: 'ClusterComputeResource', value: moid })),
      select: [{ type: 'ClusterComputeResource', path: 'host', next: [{ type: 'HostSystem', path: 'vm' }] }],
      properties: { HostSystem: ['name'], VirtualMachine: ['name', 'runtime.host', 'config.keyId'] },
    },
    (objects) => {
      const hosts = new Map(
        objects
          .filter(({ ref: { type } }) => type === 'HostSystem')
          .map((host) => [host.ref.value, host.properties.get('name')?.text ?? host.ref.value]),
      );
      return objects
        .filter(({ ref: { type } }) => type === 'VirtualMachine')
        .flatMap((vm) => readVmKey(vm, hosts))
        .toSorted((a, b) => a.name.localeCompare(b.name));
    },
    signal,
  );
