import type { ObjectContent } from '../property-collector.js';
import { refOf, type XmlNode } from '../xml-node.js';

export const vmProperties = ['name', 'runtime.host', 'runtime.powerState', 'config.keyId'] as const;

export interface VmFacts {
  readonly moid: string;
  readonly name: string;
  /** Moid of its host; absent = not readable. */
  readonly host?: string;
  readonly isPoweredOn: boolean;
  readonly isEncrypted: boolean;
}

const hostOf = (node: XmlNode | undefined): { host?: string } => {
  const host = refOf(node)?.value;
  return host === undefined ? {} : { host };
};

export const readVm = ({ ref, properties, missing }: ObjectContent): VmFacts => ({
  moid: ref.value,
  name: properties.get('name')?.text ?? ref.value,
  ...hostOf(properties.get('runtime.host')),
  // A state that cannot be read, or is not known here, is not "off".
  isPoweredOn: !['poweredOff', 'suspended'].includes(properties.get('runtime.powerState')?.text ?? ''),
  // Not being allowed to see the key is no proof that there is none (DG-14).
  isEncrypted: properties.has('config.keyId') || missing.has('config.keyId'),
});

/** A VM of a host's list of which nothing could be read: it may be running, and it may be encrypted (DG-14). */
export const unreadVm = (moid: string): VmFacts => ({
  moid,
  name: moid,
  isPoweredOn: true,
  isEncrypted: true,
});
