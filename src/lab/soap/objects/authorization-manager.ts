import { LabError } from '../../world/model.js';
import type { LabSession } from '../../world/model.js';
import { required } from '../arguments.js';
import type { Site } from '../context.js';
import { invalidArgument } from '../faults.js';
import type { ManagedType } from '../managed-object.js';
import { typed } from '../value.js';

/** Whether a session has a privilege: the lab has no permissions below the root. */
function holds(site: Site, session: LabSession, privilege: string): boolean {
  try {
    site.requirePrivilege(session, privilege);
    return true;
  } catch (error) {
    if (error instanceof LabError && error.fault.vim === 'NoPermission') return false;
    throw error;
  }
}

export const authorizationManager: ManagedType<Site> = {
  name: 'AuthorizationManager',
  properties: { privilegeList: () => [], roleList: () => [] },
  methods: {
    HasUserPrivilegeOnEntities: {
      since: '6.5',
      run(site, { args, session }) {
        // Only what a session asks about its own user: whom else it may ask about is not in the sources.
        const user = required(args.text('userName'), 'userName');
        if (user.toLowerCase() !== session.user.name.toLowerCase()) throw invalidArgument('userName');
        const privileges = args.texts('privId');
        return typed(
          'EntityPrivilege[]',
          args.refs('entities').map((entity) => ({
            entity,
            privAvailability: privileges.map((privId) => ({
              privId,
              isGranted: holds(site, session, privId),
            })),
          })),
        );
      },
    },
  },
};

/** Groups and users of the single sign-on domain. */
export const userDirectory: ManagedType<Site> = {
  name: 'UserDirectory',
  properties: { domainList: () => ['vsphere.local'] },
  methods: {
    RetrieveUserGroups: {
      run({ vcenter }, { args }) {
        const search = required(args.text('searchStr'), 'searchStr').toLowerCase();
        const isExact = required(args.flag('exactMatch'), 'exactMatch');
        const member = args.text('belongsToUser')?.toLowerCase();
        const fits = (name: string): boolean =>
          isExact ? name.toLowerCase() === search : name.toLowerCase().includes(search);
        const users = vcenter.users.filter(
          ({ name }) => member === undefined || name.toLowerCase() === member,
        );
        const groups = new Set(users.flatMap((user) => user.groups));
        return typed('UserSearchResult[]', [
          ...(required(args.flag('findGroups'), 'findGroups')
            ? [...groups].filter(fits).map((principal) => ({ principal, fullName: principal, group: true }))
            : []),
          ...(required(args.flag('findUsers'), 'findUsers')
            ? users
                .filter(({ name }) => fits(name))
                .map(({ name }) => ({ principal: name, fullName: name, group: false }))
            : []),
        ]);
      },
    },
  },
};
