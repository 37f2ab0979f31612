import { createHash } from 'node:crypto';
import type { LabVm } from '../../world/model.js';
import type { Site } from '../context.js';
import { diskFile } from './storage.js';
import { vmDevices } from './vm-devices.js';

const hash = (...parts: string[]): string => createHash('sha256').update(parts.join('/')).digest('hex');

const uuidOf = (hex: string): string =>
  [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');

/** UUIDs of the machine's firmware and of the machine in its vCenter: stable per VM. */
export const vmUuids = ({ moid }: LabVm, { vcenter }: Site): { uuid: string; instanceUuid: string } => ({
  uuid: uuidOf(hash(vcenter.instanceUuid, moid, 'bios')),
  instanceUuid: uuidOf(hash(vcenter.instanceUuid, moid, 'instance')),
});

/** Key of an encrypted VM: stable per VM, from the first trusted key provider there is. */
function keyId({ moid, name }: LabVm, { world, vcenter }: Site): Record<string, unknown> {
  const hosts = [...world.vcenters.values()].flatMap(({ hosts }) => [...hosts.values()]);
  const provider = hosts.flatMap(({ ta }) => [...(ta?.keyProviders.keys() ?? [])])[0];
  return {
    keyId: hash(vcenter.instanceUuid, moid, name).slice(0, 32),
    ...(provider ? { providerId: { id: provider } } : {}),
  };
}

const guest = { guestId: 'otherGuest64', guestFullName: 'Other (64-bit)' };

/** `VirtualMachineConfigInfo` */
export const vmConfig = (vm: LabVm, site: Site): Record<string, unknown> => ({
  // vCenter says 1970, too, of a machine whose configuration was never changed.
  changeVersion: new Date(0).toISOString(),
  modified: 0,
  name: vm.name,
  guestFullName: guest.guestFullName,
  version: 'vmx-19',
  ...vmUuids(vm, site),
  template: false,
  guestId: guest.guestId,
  alternateGuestName: '',
  files: { vmPathName: diskFile(vm, 'vmx') },
  flags: {},
  defaultPowerOps: {},
  hardware: { numCPU: 2, memoryMB: vm.memoryMiB, device: vmDevices(vm) },
  bootOptions: { efiSecureBootEnabled: vm.secureBoot },
  firmware: vm.firmware,
  ...(vm.encrypted ? { keyId: keyId(vm, site) } : {}),
});

/** `VirtualMachineConfigSummary` */
export const vmConfigSummary = (vm: LabVm, site: Site): Record<string, unknown> => ({
  name: vm.name,
  template: false,
  vmPathName: diskFile(vm, 'vmx'),
  memorySizeMB: vm.memoryMiB,
  memoryReservation: vm.reservedMiB,
  numCpu: 2,
  ...vmUuids(vm, site),
  ...guest,
});
