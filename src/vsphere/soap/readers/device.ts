import { at, booleanAt, textAt, type XmlNode } from '../xml-node.js';

/** How a virtual device ties its VM to a host. `some` = it can be moved to some hosts only, or not by DRS. */
export interface Tie {
  /** As vCenter labels it, with what it is: `PCI device 0 (passthrough)`. */
  readonly device: string;
  readonly holds: 'always' | 'some';
}

type Rule = readonly [what: string, holds: Tie['holds'], counts: 'always' | 'connected'];

/**
 * Backings that vMotion does not take along (2.12, 2.14, and the conditions of vMotion): devices of the host, and media
 * on the computer of a client, while they are connected.
 */
const BACKINGS: Readonly<Record<string, Rule>> = {
  VirtualPCIPassthroughDeviceBackingInfo: ['passthrough', 'always', 'always'],
  VirtualPCIPassthroughDynamicBackingInfo: ['Dynamic DirectPath', 'always', 'always'],
  VirtualPCIPassthroughDvxBackingInfo: ['device of a vendor', 'some', 'always'],
  VirtualPCIPassthroughVmiopBackingInfo: ['vGPU', 'some', 'always'],
  VirtualSCSIPassthroughDeviceBackingInfo: ['SCSI device of the host', 'always', 'connected'],
  VirtualSCSIPassthroughRemoteDeviceBackingInfo: ['SCSI device of a client', 'always', 'connected'],
  VirtualCdromAtapiBackingInfo: ['drive of the host', 'always', 'connected'],
  VirtualCdromPassthroughBackingInfo: ['drive of the host', 'always', 'connected'],
  VirtualCdromRemoteAtapiBackingInfo: ['drive of a client', 'always', 'connected'],
  VirtualCdromRemotePassthroughBackingInfo: ['drive of a client', 'always', 'connected'],
  VirtualFloppyDeviceBackingInfo: ['drive of the host', 'always', 'connected'],
  VirtualFloppyRemoteDeviceBackingInfo: ['drive of a client', 'always', 'connected'],
  VirtualSerialPortDeviceBackingInfo: ['port of the host', 'always', 'connected'],
  VirtualParallelPortDeviceBackingInfo: ['port of the host', 'always', 'connected'],
  VirtualUSBUSBBackingInfo: ['USB device of the host', 'always', 'connected'],
  VirtualUSBRemoteHostBackingInfo: ['USB device of a host', 'some', 'connected'],
};

/** What ties a VM to its host in one element of `config.hardware.device`; nothing for an ordinary device. */
export const readTie = (device: XmlNode): Tie | undefined => {
  const backing = at(device, 'backing');
  const isSriov = device.xsiType === 'VirtualSriovEthernetCard';
  const rule: Rule | undefined = isSriov ? ['SR-IOV', 'always', 'always'] : BACKINGS[backing?.xsiType ?? ''];
  if (rule === undefined) return undefined;
  const [what, holds, counts] = rule;
  const isConnected = booleanAt(device, 'connectable.connected') ?? booleanAt(device, 'connected');
  // A connection that cannot be read may be one.
  if (counts === 'connected' && isConnected === false) return undefined;
  const label = textAt(device, 'deviceInfo.label') ?? device.xsiType ?? 'device';
  const isFixed = holds === 'always' || booleanAt(backing, 'migrateSupported') === false;
  return { device: `${label} (${what})`, holds: isFixed ? 'always' : 'some' };
};
