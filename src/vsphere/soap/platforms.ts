import type { HostPlatform } from '../../domain/model/host-platform.js';
import type { SoapClient } from './client.js';
import { readObjects, type ObjectContent } from './property-collector.js';
import { booleanAt, textAt } from './xml-node.js';

/**
 * Whole objects: `firmwareType` came with 8.0 U2 and `uefiSecureBoot` with 8.0 U3, and a path that a server does not know
 * fails the call. Before them only vCenter's own attestation tells.
 */
const properties = { HostSystem: ['summary.tpmAttestation', 'hardware.biosInfo', 'capability'] };
/** A capability has some 200 fields. */
const pageSize = 100;

const readPlatform = ({ ref, properties: found }: ObjectContent): [string, HostPlatform] => {
  const attestation = found.get('summary.tpmAttestation');
  const capability = found.get('capability');
  const status = textAt(attestation, 'status');
  const message = textAt(attestation, 'message.message') ?? textAt(attestation, 'message.key');
  const firmware = textAt(found.get('hardware.biosInfo'), 'firmwareType');
  const secureBoot = booleanAt(capability, 'uefiSecureBoot');
  const tpmVersion = textAt(capability, 'tpmVersion');
  const txt = booleanAt(capability, 'txtEnabled');
  return [
    ref.value,
    {
      ...(status === 'accepted' || status === 'notAccepted' ? { tpmAttestation: status } : {}),
      ...(message ? { message } : {}),
      ...(firmware ? { firmware } : {}),
      ...(secureBoot === undefined ? {} : { secureBoot }),
      ...(tpmVersion ? { tpmVersion } : {}),
      ...(txt === undefined ? {} : { txt }),
    },
  ];
};

/** vCenter's own TPM attestation, which needs Secure Boot, and the firmware of each host of clusters, by moid (2.12). */
export const readPlatforms = (
  soap: SoapClient,
  clusters: readonly string[],
  signal?: AbortSignal,
): Promise<Record<string, HostPlatform>> =>
  readObjects(
    soap,
    {
      objects: clusters.map((value) => ({ type: 'ClusterComputeResource', value })),
      select: [{ type: 'ClusterComputeResource', path: 'host' }],
      properties,
      pageSize,
    },
    (objects) => Object.fromEntries(objects.filter(({ ref }) => ref.type === 'HostSystem').map(readPlatform)),
    signal,
  );
