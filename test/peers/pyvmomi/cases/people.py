"""What logins may do, and which groups they are in."""

from pyVmomi import vmodl

import expect
from registry import case


@case
def a_login_asks_for_its_own_privileges(lab, server):
    for account, granted in (('administrator', True), ('reader', False)):
        user, _ = server.accounts[account]
        with server.session(account) as content:
            manager = content.authorizationManager
            asked = ['System.Read', 'Host.Inventory.AddHostToCluster']
            found = manager.HasUserPrivilegeOnEntities([content.rootFolder], user, asked)
            expect.equal([each.entity for each in found], [content.rootFolder], 'entities')
            expect.equal(
                [(each.privId, each.isGranted) for each in found[0].privAvailability],
                [('System.Read', True), ('Host.Inventory.AddHostToCluster', granted)],
                f'privileges of {account}',
            )
            with expect.fault(vmodl.fault.InvalidArgument):
                manager.HasUserPrivilegeOnEntities([content.rootFolder], 'nobody@vsphere.local', asked)


@case
def groups_are_found_by_name_and_member(lab, server):
    user, _ = server.accounts['service']
    with server.session() as content:

        def groups(search, member=None):
            found = content.userDirectory.RetrieveUserGroups(
                domain=None,
                searchStr=search,
                belongsToGroup=None,
                belongsToUser=member,
                exactMatch=True,
                findUsers=False,
                findGroups=True,
            )
            return [(each.principal, each.group) for each in found]

        expect.equal(groups('TrustedAdmins', user), [('TrustedAdmins', True)], 'groups of the service')
        expect.equal(groups('no-such-group'), [], 'groups that do not exist')
