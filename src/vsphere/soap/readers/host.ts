import type { EsxHost } from '../../../domain/model/inventory.js';
import { esxVersion } from '../../../domain/versions/index.js';
import { instant } from '../../rest/schemas.js';
import { requiredProperty, type ObjectContent } from '../property-collector.js';
import { booleanOf, refsOf, textAt } from '../xml-node.js';
import { readAttestationInfos } from './attestation.js';

export const hostProperties = [
  'name',
  'parent',
  'vm',
  'runtime.connectionState',
  'runtime.inMaintenanceMode',
  'runtime.bootTime',
  'summary.config.product',
  'summary.config.sslThumbprint',
  'summary.trustAuthorityAttestationInfos',
  'capability.quickBootSupported',
  'capability.tpmSupported',
] as const;

/** What vim25 knows of a host by itself; boot evidence and VMs are read elsewhere. */
export interface HostFacts {
  readonly moid: string;
  readonly name: string;
  /** Moid of the cluster, or of the compute resource of a stand-alone host. */
  readonly parent: string;
  /** Moids of the VMs that are registered on it. */
  readonly vms: readonly string[];
  readonly facts: Pick<
    EsxHost,
    | 'installed'
    | 'connection'
    | 'inMaintenance'
    | 'bootTime'
    | 'attestation'
    | 'quickBootSupported'
    | 'tpm'
    | 'thumbprint'
  >;
}

const connections: readonly string[] = ['connected', 'disconnected', 'notResponding'];

/** @param now - the server's time, ISO 8601 */
export const readHost = (content: ObjectContent, now: string): HostFacts => {
  const { ref, properties } = content;
  const text = (path: string): string | undefined => properties.get(path)?.text;
  const flag = (path: string): boolean | undefined => booleanOf(properties.get(path));
  const product = properties.get('summary.config.product');
  const connection = text('runtime.connectionState') ?? '';
  const installed = esxVersion(textAt(product, 'version') ?? '', textAt(product, 'build') ?? '');
  const bootTime = instant(text('runtime.bootTime'));
  const inMaintenance = flag('runtime.inMaintenanceMode');
  const quickBootSupported = flag('capability.quickBootSupported');
  const tpm = flag('capability.tpmSupported');
  const thumbprint = text('summary.config.sslThumbprint');
  return {
    moid: ref.value,
    name: text('name') ?? ref.value,
    parent: requiredProperty(content, 'parent').text,
    vms: refsOf(requiredProperty(content, 'vm')).map(({ value }) => value),
    facts: {
      connection: connections.includes(connection) ? (connection as EsxHost['connection']) : 'unknown',
      attestation: readAttestationInfos(properties.get('summary.trustAuthorityAttestationInfos'), now),
      ...(installed ? { installed } : {}),
      ...(inMaintenance === undefined ? {} : { inMaintenance }),
      ...(bootTime ? { bootTime } : {}),
      ...(quickBootSupported === undefined ? {} : { quickBootSupported }),
      ...(tpm === undefined ? {} : { tpm }),
      ...(thumbprint ? { thumbprint } : {}),
    },
  };
};
