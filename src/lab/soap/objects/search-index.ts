import { required } from '../arguments.js';
import type { Context, Site } from '../context.js';
import type { ManagedType } from '../managed-object.js';
import { moref, reference } from '../value.js';
import type { MoRef, Typed } from '../value.js';
import { childrenOf } from './containment.js';
import { vmUuids } from './vm-config.js';

const found = (ref: MoRef | undefined): Typed | undefined => (ref ? reference(ref) : undefined);

/** `/Datacenter/host/Cluster/esx-1`; `%2f` stands for a slash in a name. */
function byPath(path: string, context: Context): MoRef | undefined {
  const names = path
    .split('/')
    .filter(Boolean)
    .map((name) => name.replaceAll(/%2f/gi, '/'));
  let current: MoRef | undefined = moref('Folder', context.site.singletons.rootFolder);
  for (const name of names) {
    const parent: MoRef | undefined = current;
    current =
      parent &&
      childrenOf(parent, context).find((ref) => context.resolve(ref)?.read('name', context) === name);
  }
  return names.length > 0 ? current : undefined;
}

export const searchIndex: ManagedType<Site> = {
  name: 'SearchIndex',
  methods: {
    FindByUuid: {
      run(site, { args }) {
        const uuid = required(args.text('uuid'), 'uuid').toLowerCase();
        if (required(args.flag('vmSearch'), 'vmSearch')) {
          const kind = (args.flag('instanceUuid') ?? false) ? 'instanceUuid' : 'uuid';
          const vm = site.vms.find((candidate) => vmUuids(candidate, site)[kind] === uuid);
          return found(vm && moref('VirtualMachine', vm.moid));
        }
        const host = site.hosts.find((candidate) => candidate.uuid.toLowerCase() === uuid);
        return found(host && site.hostRef(host));
      },
    },
    FindByDnsName: {
      run(site, { args }) {
        const name = required(args.text('dnsName'), 'dnsName').toLowerCase();
        if (required(args.flag('vmSearch'), 'vmSearch')) return undefined; // no VM runs a guest with a name
        const host = site.hosts.find((candidate) => candidate.name.toLowerCase() === name);
        return found(host && site.hostRef(host));
      },
    },
    FindByInventoryPath: {
      run: (_, call) => found(byPath(required(call.args.text('inventoryPath'), 'inventoryPath'), call)),
    },
  },
};
