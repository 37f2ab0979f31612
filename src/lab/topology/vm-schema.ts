import { z } from 'zod';
import { EVC_MODES } from '../world/evc.js';
import { inventoryName, moid, name } from './words.js';

/** Devices that tie a VM to the host that has them. */
export const HOST_DEVICES = [
  'pci-passthrough',
  'vgpu',
  'sriov-nic',
  'host-cdrom',
  'client-cdrom',
  'host-usb',
] as const;

export const Vm = z.strictObject({
  name: inventoryName,
  moid: moid('vm-'),
  host: name,
  encrypted: z.boolean().default(false),
  firmware: z.enum(['efi', 'bios']).default('efi').describe('with bios there is no Secure Boot'),
  secureBoot: z.boolean().default(true),
  memoryGiB: z.number().positive().default(8),
  reservedGiB: z.number().nonnegative().default(0).describe('memory reservation'),
  cpu: z.enum(EVC_MODES).optional().describe('EVC mode that it needs; the least of the cluster when absent'),
  pinned: z.boolean().default(false).describe('cannot be moved off its host while powered on'),
  devices: z
    .array(z.enum(HOST_DEVICES))
    .default([])
    .describe('devices of its host, or of a client, that it uses: with them it cannot be moved'),
  storage: z
    .enum(['shared', 'local'])
    .default('shared')
    .describe('`local`: on a datastore that only its host has, so that it cannot be moved'),
  faultTolerant: z.boolean().default(false).describe('vSphere Fault Tolerance is on for it'),
  power: z.enum(['poweredOn', 'poweredOff']).default('poweredOn'),
});

/** What DRS may never break in the lab: real rules of the kinds `on` and `off` may also be wishes (`mandatory: false`). */
export const Rule = z.strictObject({
  name: inventoryName,
  kind: z
    .enum(['on', 'off', 'apart'])
    .describe('VMs run on these hosts; on none of these; each on another host than the others'),
  vms: z.array(inventoryName).min(1),
  hosts: z.array(name).default([]).describe('for `on` and `off`'),
  enabled: z.boolean().default(true),
  mandatory: z.boolean().default(true).describe('for `on` and `off`: "must", not "should"'),
});
