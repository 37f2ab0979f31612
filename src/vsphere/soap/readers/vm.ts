import type { ObjectContent } from '../property-collector.js';
import { refOf } from '../xml-node.js';

export const vmProperties = ['name', 'runtime.host', 'runtime.powerState', 'config.keyId'] as const;

export interface VmFacts {
  readonly moid: string;
  readonly name: string;
  /** Moid of its host; absent = not readable, so that it may be on any. */
  readonly host: string | undefined;
  readonly isPoweredOn: boolean;
  readonly isEncrypted: boolean;
}

export const readVm = ({ ref, properties, missing }: ObjectContent): VmFacts => ({
  moid: ref.value,
  name: properties.get('name')?.text ?? ref.value,
  host: refOf(properties.get('runtime.host'))?.value,
  // A state that cannot be read, or is not known here, is not "off".
  isPoweredOn: !['poweredOff', 'suspended'].includes(properties.get('runtime.powerState')?.text ?? ''),
  // Not being allowed to see the key is no proof that there is none (DG-14).
  isEncrypted: properties.has('config.keyId') || missing.has('config.keyId'),
});
