import type { SoapClient } from '../../src/vsphere/soap/client.js';
import { element, ref, value } from '../../src/vsphere/soap/write-xml.js';
import { at, child, childrenOf, refOf, textAt, type MoRef } from '../../src/vsphere/soap/xml-node.js';
import { invoke } from './vim-calls.js';

/** What became of one property of one object. */
export interface Update {
  readonly kind: string;
  readonly value: string | undefined;
}

/** One property of one object, through a collector and filter of its own and `WaitForUpdatesEx`. */
export async function watchUpdates(soap: SoapClient, object: MoRef, path: string) {
  const root = await soap.use({ safe: true }, async ({ content }) => content.propertyCollector);
  const collector = refOf(child(await invoke(soap, root, 'CreatePropertyCollector'), 'returnval'));
  if (!collector) throw new Error('no collector was made');
  const spec = element('spec', [
    element('propSet', [value('type', object.type), value('all', false), value('pathSet', path)]),
    element('objectSet', [ref('obj', object), value('skip', false)]),
  ]);
  await invoke(soap, collector, 'CreateFilter', [spec, value('partialUpdates', false)]);
  let version = '';
  return {
    /** The next change; `undefined` when there was none in that time. 0 = looks once. */
    async next(maxWaitSeconds: number): Promise<Update | undefined> {
      const options = element('options', [value('maxWaitSeconds', maxWaitSeconds)]);
      const response = await invoke(soap, collector, 'WaitForUpdatesEx', [
        value('version', version),
        options,
      ]);
      const set = child(response, 'returnval');
      if (!set) return undefined;
      version = textAt(set, 'version') ?? '';
      const update = at(set, 'filterSet.objectSet');
      const change = childrenOf(update, 'changeSet').find((entry) => textAt(entry, 'name') === path);
      return { kind: textAt(update, 'kind') ?? '', value: textAt(change, 'val') };
    },
    cancel: () => invoke(soap, collector, 'CancelWaitForUpdates'),
    end: () => invoke(soap, collector, 'DestroyPropertyCollector'),
  };
}
