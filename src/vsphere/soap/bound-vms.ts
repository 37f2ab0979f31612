import type { BoundVm, VmNeed } from '../../domain/model/readiness.js';
import type { SoapClient } from './client.js';
import { readObjects, type ObjectContent, type PropertyQuery } from './property-collector.js';
import { readTie } from './readers/device.js';
import { evcNeed, evcProperties, type EvcModes } from './readers/evc.js';
import { readDrsRules, type DrsRules } from './readers/drs-rules.js';
import { refsOf } from './xml-node.js';

const SHARED = ['datastore', 'network'] as const;

const query = (clusters: readonly string[]): PropertyQuery => ({
  objects: clusters.map((value) => ({ type: 'ClusterComputeResource', value })),
  select: [
    {
      type: 'ClusterComputeResource',
      path: 'host',
      next: ['vm', ...SHARED].map((path) => ({ type: 'HostSystem', path })),
    },
  ],
  properties: {
    ClusterComputeResource: ['host', 'configurationEx'],
    HostSystem: ['vm', ...SHARED, ...evcProperties],
    VirtualMachine: [
      'name',
      'runtime.powerState',
      'runtime.faultToleranceState',
      'runtime.minRequiredEVCModeKey',
      'config.hardware.device',
      ...SHARED,
    ],
    Datastore: ['name'],
    Network: ['name'],
  },
  // The devices of a VM are long.
  pageSize: 100,
});

/** VMs by moid of their host; a host is absent when one of its running VMs, or it itself, cannot be read whole. */
type BoundByHost = ReadonlyMap<string, readonly BoundVm[]>;

const isRunning = ({ properties }: ObjectContent): boolean =>
  // A state that cannot be read is not "off".
  !['poweredOff', 'suspended'].includes(properties.get('runtime.powerState')?.text ?? '');

const has = ({ properties }: ObjectContent, ...paths: readonly string[]): boolean =>
  paths.every((path) => properties.has(path));

const idsAt = ({ properties }: ObjectContent, path: string): string[] =>
  refsOf(properties.get(path)).map(({ value }) => value);

interface Surroundings {
  readonly hosts: readonly ObjectContent[];
  readonly rules: DrsRules;
  readonly modes: EvcModes;
  /** Moids of all VMs that run in the cluster. */
  readonly running: ReadonlySet<string>;
  readonly nameOf: (moid: string) => string;
}

function needsOf(vm: ObjectContent, { hosts, rules, modes, nameOf }: Surroundings): VmNeed[] {
  const shared = SHARED.flatMap((what) =>
    idsAt(vm, what).map((moid): VmNeed => {
      const having = hosts.filter((host) => idsAt(host, what).includes(moid));
      return { what, name: nameOf(moid), hosts: having.map(({ ref }) => ref.value) };
    }),
  );
  const placed = rules.placed
    .filter(({ vms }) => vms.has(vm.ref.value))
    .map(({ name, allows }): VmNeed => {
      const allowed = hosts.map(({ ref }) => ref.value).filter(allows);
      return { what: 'rule', name, hosts: allowed };
    });
  return [...shared, ...evcNeed(vm, hosts, modes), ...placed].filter(
    (need) => need.hosts.length < hosts.length,
  );
}

function readBound(vm: ObjectContent, around: Surroundings): BoundVm[] {
  const devices = vm.properties.get('config.hardware.device')?.children ?? [];
  const ties = devices.flatMap((device) => readTie(device) ?? []);
  const state = vm.properties.get('runtime.faultToleranceState')?.text;
  const bound: BoundVm = {
    name: vm.properties.get('name')?.text ?? vm.ref.value,
    heldBy: ties.filter(({ holds }) => holds === 'always').map(({ device }) => device),
    mayBeHeldBy: ties.filter(({ holds }) => holds === 'some').map(({ device }) => device),
    needs: needsOf(vm, around),
    apart: around.rules.apart
      .filter(({ vms }) => vms.has(vm.ref.value))
      .map(({ name, vms }) => ({
        rule: name,
        running: [...vms].filter((one) => around.running.has(one)).length,
      })),
    faultTolerant: state !== 'notConfigured' && state !== 'disabled',
  };
  const { heldBy, mayBeHeldBy, needs, apart, faultTolerant } = bound;
  return faultTolerant || [heldBy, mayBeHeldBy, needs, apart].some(({ length }) => length > 0) ? [bound] : [];
}

function ofCluster(
  cluster: ObjectContent,
  objects: ReadonlyMap<string, ObjectContent>,
  modes: EvcModes,
): [string, BoundVm[]][] {
  const config = cluster.properties.get('configurationEx');
  const hosts = idsAt(cluster, 'host').flatMap((moid) => objects.get(moid) ?? []);
  if (config === undefined || hosts.some((host) => !has(host, 'vm', ...SHARED))) return [];
  const vmsOf = (host: ObjectContent): (ObjectContent | undefined)[] =>
    idsAt(host, 'vm').map((moid) => objects.get(moid));
  const running = hosts.flatMap((host) => vmsOf(host)).filter((vm) => vm !== undefined && isRunning(vm));
  const around: Surroundings = {
    hosts,
    rules: readDrsRules(config),
    modes,
    running: new Set(running.flatMap((vm) => vm?.ref.value ?? [])),
    nameOf: (moid) => objects.get(moid)?.properties.get('name')?.text ?? moid,
  };
  return hosts.flatMap((host): [string, BoundVm[]][] => {
    const vms = vmsOf(host).filter((vm) => vm === undefined || isRunning(vm));
    const known = vms.flatMap((vm) =>
      vm !== undefined && has(vm, 'config.hardware.device', ...SHARED) ? [vm] : [],
    );
    if (known.length < vms.length) return [];
    return [[host.ref.value, known.flatMap((vm) => readBound(vm, around))]];
  });
}

/** Running VMs that are tied to some hosts of their cluster, with what ties them (2.14). */
export const readBoundVms = (
  soap: SoapClient,
  clusters: readonly string[],
  modes: EvcModes,
  signal: AbortSignal | undefined,
): Promise<BoundByHost> =>
  readObjects(
    soap,
    query(clusters),
    (found) => {
      const objects = new Map(found.map((object) => [object.ref.value, object]));
      return new Map(
        found
          .filter(({ ref }) => ref.type === 'ClusterComputeResource')
          .flatMap((cluster) => ofCluster(cluster, objects, modes)),
      );
    },
    signal,
  );
