import type { LabVm } from '../../../world/model.js';
import { restError } from '../../errors.js';
import { withinLimit } from '../../limits.js';
import { vmOf } from '../../lookup.js';
import { ok, route } from '../../types.js';
import { vmFolder } from './folders.js';
import { resourcePoolOf } from './lists.js';

const powerState = ({ power }: LabVm) => (power === 'poweredOn' ? 'POWERED_ON' : 'POWERED_OFF');

/** Every VM of the lab has so many processors. */
const cpuCount = 2;

/** The part of the answer about one machine that is the same for all: none has a device. */
const withoutDevices = {
  hardware: { version: 'VMX_17', upgrade_policy: 'NEVER', upgrade_status: 'NONE' },
  boot: {
    type: 'EFI',
    efi_legacy_boot: false,
    network_protocol: 'IPV4',
    delay: 0,
    retry: false,
    retry_delay: 10_000,
    enter_setup_mode: false,
  },
  boot_devices: [],
  cdroms: {},
  disks: {},
  floppies: {},
  nics: {},
  parallel_ports: {},
  sata_adapters: {},
  scsi_adapters: {},
  serial_ports: {},
};

/** Section 7.1, virtual machines. */
export const vmRoutes = [
  route({
    method: 'GET',
    path: '/api/vcenter/vm',
    query: ['vms', 'names', 'folders', 'datacenters', 'hosts', 'clusters', 'resource_pools', 'power_states'],
    answer({ vcenter, query, limits }) {
      const found = [...vcenter.vms.values()].filter(
        (vm) =>
          query.passes('vms', vm.moid) &&
          query.passes('names', vm.name) &&
          query.passes('folders', vmFolder) &&
          query.passes('datacenters', vcenter.datacenter.moid) &&
          query.passes('hosts', vm.host.moid) &&
          query.passes('clusters', vm.host.cluster.moid) &&
          query.passes('resource_pools', resourcePoolOf(vm.host.cluster)) &&
          query.passes('power_states', powerState(vm)),
      );
      return ok(
        withinLimit(found, limits, 'vm').map((vm) => ({
          vm: vm.moid,
          name: vm.name,
          power_state: powerState(vm),
          cpu_count: cpuCount,
          memory_size_MiB: vm.memoryMiB,
        })),
      );
    },
  }),
  route({
    method: 'GET',
    path: '/api/vcenter/vm/{vm}',
    answer(call) {
      const vm = vmOf(call);
      return ok({
        name: vm.name,
        guest_OS: 'OTHER_LINUX_64',
        power_state: powerState(vm),
        cpu: { count: cpuCount, cores_per_socket: 1, hot_add_enabled: false, hot_remove_enabled: false },
        memory: { size_MiB: vm.memoryMiB, hot_add_enabled: false },
        ...withoutDevices,
      });
    },
  }),
  route({
    method: 'GET',
    path: '/api/vcenter/vm/{vm}/power',
    answer(call) {
      const vm = vmOf(call);
      return ok({ state: powerState(vm), ...(vm.power === 'poweredOff' ? { clean_power_off: true } : {}) });
    },
  }),
  ...['start', 'stop', 'reset', 'suspend'].map((action) =>
    route({
      method: 'POST',
      path: '/api/vcenter/vm/{vm}/power',
      action,
      privilege: 'VirtualMachine.Interact.PowerOn',
      answer(call) {
        const vm = vmOf(call);
        throw restError('UNSUPPORTED', `The lab does not change the power state of VM '${vm.moid}'.`);
      },
    }),
  ),
];
