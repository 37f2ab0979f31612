import type { LabDevice, LabVm } from '../../world/model.js';
import { typed, type Typed } from '../value.js';
import { datastoreOfVm, diskFile, networkRefs } from './storage.js';

/** Keys as vCenter numbers them: disks from 2000, network cards from 4000, PCI devices from 13000. */
const FIRST_KEY: Readonly<Record<LabDevice, number>> = {
  'host-cdrom': 3_000,
  'client-cdrom': 3_001,
  'sriov-nic': 4_001,
  'host-usb': 9_000,
  'pci-passthrough': 13_000,
  vgpu: 13_100,
};

const info = (label: string, summary: string) => typed('Description', { label, summary });

const connected = { startConnected: true, allowGuestControl: true, connected: true, status: 'ok' };

const pciBacking = {
  deviceName: 'Simulated Accelerator',
  id: '0000:3b:00.0',
  deviceId: '1eb8',
  systemId: 'BYPASS',
  vendorId: 4_318,
};

/** What each device looks like to a client, without its key. */
const SHAPES: Readonly<Record<LabDevice, { type: string; fields: Record<string, unknown> }>> = {
  'host-cdrom': {
    type: 'VirtualCdrom',
    fields: {
      deviceInfo: info('CD/DVD drive 1', 'CD drive of the host'),
      backing: typed('VirtualCdromAtapiBackingInfo', { deviceName: '/vmfs/devices/cdrom/mpx.vmhba0' }),
      connectable: connected,
    },
  },
  'client-cdrom': {
    type: 'VirtualCdrom',
    fields: {
      deviceInfo: info('CD/DVD drive 2', 'Remote device'),
      backing: typed('VirtualCdromRemotePassthroughBackingInfo', { deviceName: '', exclusive: false }),
      connectable: connected,
    },
  },
  'sriov-nic': {
    type: 'VirtualSriovEthernetCard',
    fields: {
      deviceInfo: info('Network adapter 2', 'SR-IOV passthrough'),
      connectable: connected,
      addressType: 'assigned',
      macAddress: '00:50:56:00:00:02',
      allowGuestOSMtuChange: false,
      sriovBacking: { physicalFunctionBacking: pciBacking },
    },
  },
  'host-usb': {
    type: 'VirtualUSB',
    fields: {
      deviceInfo: info('USB 1', 'Simulated key'),
      backing: typed('VirtualUSBUSBBackingInfo', { deviceName: 'path:1/0/1 version:2' }),
      connected: true,
    },
  },
  'pci-passthrough': {
    type: 'VirtualPCIPassthrough',
    fields: {
      deviceInfo: info('PCI device 0', 'Simulated Accelerator'),
      backing: typed('VirtualPCIPassthroughDeviceBackingInfo', pciBacking),
    },
  },
  vgpu: {
    type: 'VirtualPCIPassthrough',
    fields: {
      deviceInfo: info('PCI device 1', 'NVIDIA GRID vGPU grid_t4-8q'),
      backing: typed('VirtualPCIPassthroughVmiopBackingInfo', {
        vgpu: 'grid_t4-8q',
        migrateSupported: false,
      }),
    },
  },
};

/** `VirtualHardware.device`: a disk and a network card, and what ties the VM to its host. */
export const vmDevices = (vm: LabVm): Typed[] => [
  typed('VirtualDisk', {
    key: 2_000,
    deviceInfo: info('Hard disk 1', '16,777,216 KB'),
    backing: typed('VirtualDiskFlatVer2BackingInfo', {
      fileName: diskFile(vm, 'vmdk'),
      datastore: datastoreOfVm(vm),
      diskMode: 'persistent',
    }),
    capacityInKB: 16_777_216,
  }),
  typed('VirtualVmxnet3', {
    key: 4_000,
    deviceInfo: info('Network adapter 1', 'VM Network'),
    backing: typed('VirtualEthernetCardNetworkBackingInfo', {
      deviceName: 'VM Network',
      network: networkRefs()[0],
    }),
    connectable: connected,
  }),
  ...vm.devices.map((device) =>
    typed(SHAPES[device].type, { key: FIRST_KEY[device], ...SHAPES[device].fields }),
  ),
];
