import type { HostPlatform } from '../../domain/operations/onboard-cluster/candidate.js';
import type { SoapClient } from './client.js';
import { readObjects, type ObjectContent } from './property-collector.js';
import { textAt } from './xml-node.js';

/** `firmwareType` came with 8.0 U2; before it, only vCenter's own attestation tells. */
const properties = { HostSystem: ['summary.tpmAttestation', 'hardware.biosInfo'] };

const readPlatform = ({ ref, properties: found }: ObjectContent): [string, HostPlatform] => {
  const attestation = found.get('summary.tpmAttestation');
  const status = textAt(attestation, 'status');
  const message = textAt(attestation, 'message.message') ?? textAt(attestation, 'message.key');
  const firmware = textAt(found.get('hardware.biosInfo'), 'firmwareType');
  return [
    ref.value,
    {
      ...(status === 'accepted' || status === 'notAccepted' ? { tpmAttestation: status } : {}),
      ...(message ? { message } : {}),
      ...(firmware ? { firmware } : {}),
    },
  ];
};

/** vCenter's own TPM attestation, which needs Secure Boot, and the firmware of each host of a cluster (3.4). */
export const readPlatforms = (
  soap: SoapClient,
  cluster: string,
  signal?: AbortSignal,
): Promise<Record<string, HostPlatform>> =>
  readObjects(
    soap,
    {
      objects: [{ type: 'ClusterComputeResource', value: cluster }],
      select: [{ type: 'ClusterComputeResource', path: 'host' }],
      properties,
    },
    (hosts) => Object.fromEntries(hosts.map(readPlatform)),
    signal,
  );
