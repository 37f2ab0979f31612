import { required } from '../arguments.js';
import type { Call } from '../context.js';
import { objectNotFound } from '../faults.js';
import { bind } from '../managed-object.js';
import type { ManagedType } from '../managed-object.js';
import { moref, reference } from '../value.js';
import { Collector } from './collector.js';
import type { PropertyFilter } from './collector.js';
import { cancelRetrieve, continueRetrieve, retrieve, retrieveEx } from './paging.js';
import { takeSnapshot } from './snapshot.js';
import { readFilterSpec } from './spec.js';
import { waitForUpdates } from './wait.js';

const propertyFilter: ManagedType<PropertyFilter> = {
  name: 'PropertyFilter',
  properties: { spec: ({ sent }) => sent, partialUpdates: ({ partialUpdates }) => partialUpdates },
  methods: {
    DestroyPropertyFilter: {
      run({ collector, ref }, { objects }) {
        collector.filters.delete(ref.value);
        objects.managed.delete(ref.value);
        return undefined;
      },
    },
  },
};

function createFilter(collector: Collector, call: Call): ReturnType<typeof reference> {
  const sent = required(call.args.object('spec'), 'spec');
  const spec = readFilterSpec(sent);
  // A filter that cannot work is refused at once.
  const [gone] = takeSnapshot(spec, call).missing.values();
  if (gone && !spec.reportMissing) throw objectNotFound(gone);
  const ref = moref('PropertyFilter', call.objects.newMoid());
  const filter = {
    ref,
    spec,
    sent: sent.value('PropertyFilterSpec'),
    collector,
    partialUpdates: call.args.flag('partialUpdates') ?? false,
  };
  collector.filters.set(ref.value, filter);
  call.objects.managed.set(ref.value, bind(propertyFilter, ref.value, filter));
  return reference(ref);
}

function createCollector({ objects }: Call): ReturnType<typeof reference> {
  const moid = objects.newMoid();
  const collector = new Collector();
  objects.collectors.set(moid, collector);
  objects.managed.set(moid, bind(propertyCollector, moid, collector));
  return reference(moref('PropertyCollector', moid));
}

const version = ({ args }: Call): string => args.text('version') ?? '';

/** The shared collector of a session, and those that the client made. */
export const propertyCollector: ManagedType<Collector> = {
  name: 'PropertyCollector',
  properties: { filter: ({ filters }) => [...filters.values()].map(({ ref }) => ref) },
  methods: {
    RetrieveProperties: { run: (_, call) => retrieve(call) },
    RetrievePropertiesEx: { since: '4.1', run: (_, call) => retrieveEx(call) },
    ContinueRetrievePropertiesEx: { since: '4.1', run: (_, call) => continueRetrieve(call) },
    CancelRetrievePropertiesEx: { since: '4.1', run: (_, call) => cancelRetrieve(call) },
    CreateFilter: { run: createFilter },
    CreatePropertyCollector: { since: '4.0', run: (_, call) => createCollector(call) },
    DestroyPropertyCollector: {
      since: '4.0',
      run(collector, { self, objects }) {
        for (const moid of collector.filters.keys()) objects.managed.delete(moid);
        collector.destroy();
        objects.collectors.delete(self.value);
        objects.managed.delete(self.value);
        return undefined;
      },
    },
    CheckForUpdates: {
      run: (collector, call) => waitForUpdates(collector, call, version(call), { maxWaitSeconds: 0 }),
    },
    WaitForUpdates: { run: (collector, call) => waitForUpdates(collector, call, version(call), {}) },
    WaitForUpdatesEx: {
      since: '4.1',
      run(collector, call) {
        const options = call.args.object('options');
        return waitForUpdates(collector, call, version(call), {
          maxWaitSeconds: options?.int('maxWaitSeconds'),
          maxObjectUpdates: options?.int('maxObjectUpdates'),
        });
      },
    },
    CancelWaitForUpdates: {
      run(collector) {
        collector.cancelWait?.();
        return undefined;
      },
    },
  },
};
