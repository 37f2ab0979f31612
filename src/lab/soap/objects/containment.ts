import type { Context } from '../context.js';
import { plain } from '../value.js';
import type { MoRef } from '../value.js';

/** Properties that hold the children of an entity in the inventory tree. */
const childProperties: Readonly<Record<string, readonly string[]>> = {
  Folder: ['childEntity'],
  Datacenter: ['vmFolder', 'hostFolder', 'datastoreFolder', 'networkFolder'],
  ClusterComputeResource: ['host'],
  ComputeResource: ['host'],
  HostSystem: ['vm'],
};

export function childrenOf(ref: MoRef, context: Context): MoRef[] {
  const object = context.resolve(ref);
  return (childProperties[ref.type] ?? []).flatMap((property) => {
    const value = plain(object?.read(property, context));
    return value === undefined ? [] : ((Array.isArray(value) ? value : [value]) as MoRef[]);
  });
}

/** Everything below an entity, each once although VMs hang on folders and on hosts. */
export function descendantsOf(ref: MoRef, context: Context): MoRef[] {
  const found = new Map<string, MoRef>();
  const visit = (parent: MoRef): void => {
    for (const child of childrenOf(parent, context)) {
      if (found.has(child.value)) continue;
      found.set(child.value, child);
      visit(child);
    }
  };
  visit(ref);
  return [...found.values()];
}
