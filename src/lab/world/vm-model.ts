import type { EvcMode } from './evc.js';
import type { LabHost } from './model.js';

export interface LabVm {
  readonly moid: string;
  readonly name: string;
  host: LabHost;
  readonly encrypted: boolean;
  readonly firmware: 'efi' | 'bios';
  readonly secureBoot: boolean;
  readonly memoryMiB: number;
  readonly reservedMiB: number;
  /** The least EVC mode that has the CPU features that it uses. */
  readonly cpu: EvcMode;
  /** Cannot be moved off its host: blocks evacuation while powered on. */
  readonly pinned: boolean;
  /** Devices of its host that it uses, by the names of the topology. */
  readonly devices: readonly LabDevice[];
  /** `local` = on a datastore that only its host has. */
  readonly storage: 'shared' | 'local';
  readonly faultTolerant: boolean;
  power: 'poweredOn' | 'poweredOff';
  /** An encrypted VM without its key. */
  locked: boolean;
}

export type LabDevice = 'pci-passthrough' | 'vgpu' | 'sriov-nic' | 'host-cdrom' | 'client-cdrom' | 'host-usb';

/** A rule of DRS; VMs and hosts by their names. */
export interface LabRule {
  readonly name: string;
  readonly kind: 'on' | 'off' | 'apart';
  readonly vms: readonly string[];
  readonly hosts: readonly string[];
  readonly enabled: boolean;
  readonly mandatory: boolean;
}
