"""Container and list views."""

from pyVmomi import vim, vmodl

import expect
from collector import read, spec, step
from registry import case


@case('vCenter', 'ESXi')
def a_container_view_has_what_it_was_made_for(lab, server):
    with server.session() as content:
        view = content.viewManager.CreateContainerView(content.rootFolder, [vim.HostSystem], True)
        wanted = sorted(server.hosts) if server.kind == 'vCenter' else [server.name]
        expect.equal(sorted(host.name for host in view.view), wanted, 'hosts of the view')
        expect.equal(view.container, content.rootFolder, 'container')
        expect.equal([str(each) for each in view.type], ['HostSystem'], 'types')
        expect.equal(view.recursive, True, 'recursive')
        expect.true(view in content.viewManager.viewList, 'the manager does not know the view')


@case
def a_base_type_matches_what_is_derived_from_it(lab, server):
    with server.session() as content:
        view = content.viewManager.CreateContainerView(content.rootFolder, [vim.ComputeResource], True)
        expect.equal({type(each) for each in view.view}, {vim.ClusterComputeResource}, 'types in the view')


@case
def a_view_that_is_not_recursive_has_children_only(lab, server):
    with server.session() as content:
        view = content.viewManager.CreateContainerView(content.rootFolder, [], False)
        expect.equal([type(each) for each in view.view], [vim.Datacenter], 'objects in the view')


@case
def a_view_is_read_by_a_traversal(lab, server):
    with server.session() as content:
        view = content.viewManager.CreateContainerView(content.rootFolder, [vim.HostSystem], True)
        through = step('view', vim.view.ContainerView, 'view')
        pages = read(content, spec(vim.HostSystem, ['name', 'runtime.connectionState'], [view], [through], skip=True),
                     maxObjects=3)
        found = {each.obj: {item.name: item.val for item in each.propSet} for page in pages for each in page}
        expect.equal(sorted(each['name'] for each in found.values()), sorted(server.hosts), 'names')
        expect.equal({each['runtime.connectionState'] for each in found.values()}, {'connected'}, 'states')


@case('vCenter', 'ESXi')
def a_destroyed_view_is_gone(lab, server):
    with server.session() as content:
        view = content.viewManager.CreateContainerView(content.rootFolder, [], True)
        view.DestroyView()
        with expect.fault(vmodl.fault.ManagedObjectNotFound) as caught:
            view.view
        expect.equal(caught.fault.obj._moId, view._moId, 'object of the fault')
        expect.true(view not in content.viewManager.viewList, 'the manager still knows the view')


@case
def a_view_belongs_to_its_session(lab, server):
    with server.session() as content, server.session() as other:
        view = content.viewManager.CreateContainerView(content.rootFolder, [], True)
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            vim.view.ContainerView(view._moId, other.viewManager._stub).view


@case
def a_list_view_has_what_it_was_given(lab, server):
    with server.session() as content:
        datacenter = content.rootFolder.childEntity[0]
        view = content.viewManager.CreateListView([datacenter, content.rootFolder])
        expect.equal(list(view.view), [datacenter, content.rootFolder], 'objects of the view')
        view.DestroyView()
        with expect.fault(vmodl.fault.ManagedObjectNotFound):
            view.view
