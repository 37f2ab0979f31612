import type { InsecureVm } from '../../domain/model/readiness.js';
import type { SoapClient } from './client.js';
import { readObjects, type ObjectContent } from './property-collector.js';
import { booleanAt, textAt } from './xml-node.js';

const properties = { VirtualMachine: ['name', 'config.keyId', 'config.firmware', 'config.bootOptions'] };

const readInsecure = ({ ref, properties: found, missing }: ObjectContent): InsecureVm[] => {
  const key = found.get('config.keyId');
  // Not being allowed to see the key is no proof that there is none (DG-14).
  if (!key && !missing.has('config.keyId')) return [];
  const keyProvider = textAt(key, 'providerId.id');
  const firmware = found.get('config.firmware')?.text;
  const options = found.get('config.bootOptions');
  // Options that are not there, though they may be read, are those of a VM on which nobody switched it on.
  const secureBoot = booleanAt(options, 'efiSecureBootEnabled') ?? (missing.size > 0 ? undefined : false);
  if (firmware === 'efi' && secureBoot === true) return [];
  return [
    {
      name: found.get('name')?.text ?? ref.value,
      ...(keyProvider ? { keyProvider } : {}),
      ...(firmware ? { firmware } : {}),
      ...(secureBoot === undefined ? {} : { secureBoot }),
    },
  ];
};

/** Encrypted VMs of clusters that are not known to have EFI firmware with Secure Boot (2.12). */
export const readInsecureVms = (
  soap: SoapClient,
  clusters: readonly string[],
  signal?: AbortSignal,
): Promise<readonly InsecureVm[]> =>
  readObjects(
    soap,
    {
      objects: clusters.map((value) => ({ type: 'ClusterComputeResource', value })),
      select: [{ type: 'ClusterComputeResource', path: 'host', next: [{ type: 'HostSystem', path: 'vm' }] }],
      properties,
    },
    (objects) =>
      objects
        .filter(({ ref }) => ref.type === 'VirtualMachine')
        .flatMap(readInsecure)
        .toSorted((a, b) => a.name.localeCompare(b.name)),
    signal,
  );
