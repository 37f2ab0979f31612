import { required } from '../arguments.js';
import type { Call, Context, Site } from '../context.js';
import { invalidArgument, objectNotFound } from '../faults.js';
import { bind } from '../managed-object.js';
import type { ManagedType } from '../managed-object.js';
import { isA } from '../schema/index.js';
import { moref, reference } from '../value.js';
import type { MoRef } from '../value.js';
import { childrenOf, descendantsOf } from './containment.js';

interface ContainerView {
  readonly container: MoRef;
  readonly type: readonly string[];
  readonly recursive: boolean;
}

const destroyView = {
  run(_: unknown, { self, objects }: Call): undefined {
    objects.managed.delete(self.value);
  },
};

/** Read anew each time: hosts that come and go do so in the view. */
function viewOf({ container, type, recursive }: ContainerView, context: Context): MoRef[] {
  const all = recursive ? descendantsOf(container, context) : childrenOf(container, context);
  return all.filter((ref) => type.length === 0 || type.some((wanted) => isA(ref.type, wanted)));
}

const containerView: ManagedType<ContainerView> = {
  name: 'ContainerView',
  properties: {
    container: ({ container }) => container,
    type: ({ type }) => type,
    recursive: ({ recursive }) => recursive,
    view: viewOf,
  },
  methods: { DestroyView: destroyView },
};

const listView: ManagedType<readonly MoRef[]> = {
  name: 'ListView',
  properties: { view: (refs) => refs },
  methods: { DestroyView: destroyView },
};

export const viewManager: ManagedType<Site> = {
  name: 'ViewManager',
  properties: {
    viewList: (_, { objects }) =>
      [...objects.managed.values()].filter((object) => object.isA('View')).map(({ ref }) => ref),
  },
  methods: {
    CreateContainerView: {
      run(_, call) {
        const container = required(call.args.ref('container'), 'container');
        const object = call.resolve(container);
        if (!object) throw objectNotFound(container);
        if (!object.isA('ManagedEntity')) throw invalidArgument('container');
        const view = {
          container,
          type: call.args.texts('type'),
          recursive: required(call.args.flag('recursive'), 'recursive'),
        };
        const moid = call.objects.newMoid();
        call.objects.managed.set(moid, bind(containerView, moid, view));
        return reference(moref('ContainerView', moid));
      },
    },
    CreateListView: {
      run(_, { args, objects }) {
        const moid = objects.newMoid();
        objects.managed.set(moid, bind(listView, moid, args.refs('obj')));
        return reference(moref('ListView', moid));
      },
    },
  },
};
