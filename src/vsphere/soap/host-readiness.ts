import type { HostReadiness } from '../../domain/model/readiness.js';
import type { SoapClient } from './client.js';
import { readObjects, type ObjectContent } from './property-collector.js';
import { evcModeOf, evcProperties } from './readers/evc.js';
import { booleanAt, childrenOf, refsOf, textAt } from './xml-node.js';

const properties = {
  HostSystem: [
    'vm',
    'summary.hardware.memorySize',
    'summary.quickStats.overallMemoryUsage',
    'config.dateTimeInfo.ntpConfig',
    'config.service',
    ...evcProperties,
  ],
  VirtualMachine: [
    'name',
    'runtime.powerState',
    'summary.config.memorySizeMB',
    'summary.config.memoryReservation',
  ],
};

const MIB = 1024 ** 2;

interface Vm {
  readonly name: string;
  readonly memoryMiB: number | undefined;
  readonly reservedMiB: number | undefined;
}

const numberOf = ({ properties: found }: ObjectContent, path: string): number | undefined => {
  const text = found.get(path)?.text;
  const number = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
};

/** What the running VMs of a host were given; unknown as soon as one of them does not say. */
const roomOf = (vms: readonly Vm[]): Pick<HostReadiness, 'runningMiB' | 'largestVm'> => {
  const sizes = vms.flatMap(({ name, memoryMiB }) => (memoryMiB === undefined ? [] : [{ name, memoryMiB }]));
  if (sizes.length < vms.length) return {};
  const [largestVm] = sizes.toSorted((a, b) => b.memoryMiB - a.memoryMiB);
  return {
    runningMiB: sizes.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0),
    ...(largestVm ? { largestVm } : {}),
  };
};

/** What was reserved for the running VMs of a host; unknown as soon as one of them does not say. */
const reservedOf = (vms: readonly Vm[]): Pick<HostReadiness, 'reservedMiB' | 'reservedVms'> => {
  const told = vms.flatMap(({ name, reservedMiB }) =>
    reservedMiB === undefined ? [] : [{ name, memoryMiB: reservedMiB }],
  );
  if (told.length < vms.length) return {};
  return {
    reservedMiB: told.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0),
    reservedVms: told.filter(({ memoryMiB }) => memoryMiB > 0),
  };
};

const readHost = (host: ObjectContent, running: ReadonlyMap<string, Vm>): HostReadiness => {
  const bytes = numberOf(host, 'summary.hardware.memorySize');
  const usedMiB = numberOf(host, 'summary.quickStats.overallMemoryUsage');
  const ntp = host.properties.get('config.dateTimeInfo.ntpConfig');
  const service = childrenOf(host.properties.get('config.service'), 'service').find(
    (one) => textAt(one, 'key') === 'ntpd',
  );
  const timeServiceRuns = booleanAt(service, 'running');
  const evcMode = evcModeOf(host);
  const own = refsOf(host.properties.get('vm')).flatMap(({ value }) => running.get(value) ?? []);
  return {
    moid: host.ref.value,
    ...(bytes === undefined ? {} : { memoryMiB: Math.floor(bytes / MIB) }),
    ...(usedMiB === undefined ? {} : { usedMiB }),
    ...roomOf(own),
    ...reservedOf(own),
    ...(evcMode === undefined ? {} : { evcMode }),
    ...(ntp ? { timeServers: childrenOf(ntp, 'server').length } : {}),
    ...(timeServiceRuns === undefined ? {} : { timeServiceRuns }),
  };
};

/** Memory and time service of every host of the clusters. */
export const readHostReadiness = (
  soap: SoapClient,
  clusters: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly HostReadiness[]> =>
  readObjects(
    soap,
    {
      objects: clusters.map((value) => ({ type: 'ClusterComputeResource', value })),
      select: [{ type: 'ClusterComputeResource', path: 'host', next: [{ type: 'HostSystem', path: 'vm' }] }],
      properties,
    },
    (objects) => {
      const running = new Map(
        objects
          .filter(({ ref, properties: found }) => {
            const power = found.get('runtime.powerState')?.text ?? '';
            // A state that cannot be read is not "off".
            return ref.type === 'VirtualMachine' && !['poweredOff', 'suspended'].includes(power);
          })
          .map((vm): [string, Vm] => [
            vm.ref.value,
            {
              name: vm.properties.get('name')?.text ?? vm.ref.value,
              memoryMiB: numberOf(vm, 'summary.config.memorySizeMB'),
              reservedMiB: numberOf(vm, 'summary.config.memoryReservation'),
            },
          ]),
      );
      return objects
        .filter(({ ref }) => ref.type === 'HostSystem')
        .map((host) => readHost(host, running))
        .toSorted((a, b) => a.moid.localeCompare(b.moid));
    },
    signal,
  );
