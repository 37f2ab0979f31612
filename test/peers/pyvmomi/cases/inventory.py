"""Traversal of the inventory, with pages."""

from pyVmomi import vim, vmodl

import expect
from collector import Collector, inventory, read, spec, step
from lab import named
from registry import case


def everything(content):
    """One query over all folders, datacenters, clusters and hosts below the root."""
    return spec(vim.ManagedEntity, ['name'], [content.rootFolder], inventory())


@case('vCenter', 'ESXi')
def traversal_finds_datacenters_clusters_and_hosts(lab, server):
    with server.session() as content:
        [page] = read(content, everything(content))
        names = [(type(each.obj), each.propSet[0].val) for each in page]
        hosts = sorted(name for type_, name in names if type_ is vim.HostSystem)
        expect.equal(len(set(each.obj._moId for each in page)), len(page), 'objects that are there once')
        if server.kind == 'vCenter':
            expect.equal(hosts, sorted(server.hosts), 'hosts')
            expect.equal([name for type_, name in names if type_ is vim.Datacenter], ['DC-Workload'], 'datacenters')
            clusters = sorted(name for type_, name in names if type_ is vim.ClusterComputeResource)
            expect.equal(clusters, ['Prod-A', 'Prod-B'], 'clusters')
        else:
            expect.equal(hosts, [server.name], 'hosts')
            expect.equal([type_ for type_, _ in names].count(vim.ComputeResource), 1, 'compute resources')


@case
def pages_are_as_long_as_asked_for_and_lose_nothing(lab, server):
    with server.session() as content:
        [whole] = read(content, everything(content))
        for size in (1, 3, 5, len(whole)):
            pages = read(content, everything(content), maxObjects=size)
            expect.true(all(len(page) == size for page in pages[:-1]), f'pages of {[len(page) for page in pages]}')
            found = [each.obj for page in pages for each in page]
            expect.equal(found, [each.obj for each in whole], f'pages of {size}')


@case
def a_page_is_given_once(lab, server):
    with server.session() as content:
        collector = content.propertyCollector
        page = collector.RetrievePropertiesEx([everything(content)], Collector.RetrieveOptions(maxObjects=2))
        collector.ContinueRetrievePropertiesEx(page.token)
        with expect.fault(vmodl.fault.InvalidArgument):
            collector.ContinueRetrievePropertiesEx(page.token)


@case
def a_cancelled_query_has_no_more_pages(lab, server):
    with server.session() as content:
        collector = content.propertyCollector
        page = collector.RetrievePropertiesEx([everything(content)], Collector.RetrieveOptions(maxObjects=2))
        expect.equal(collector.CancelRetrievePropertiesEx(page.token), None, 'answer')
        with expect.fault(vmodl.fault.InvalidArgument):
            collector.ContinueRetrievePropertiesEx(page.token)


@case
def pages_of_one_session_are_not_those_of_another(lab, server):
    with server.session() as content, server.session() as other:
        page = content.propertyCollector.RetrievePropertiesEx(
            [everything(content)], Collector.RetrieveOptions(maxObjects=2)
        )
        with expect.fault(vmodl.fault.InvalidArgument):
            other.propertyCollector.ContinueRetrievePropertiesEx(page.token)


@case
def the_old_call_gives_all_objects_at_once(lab, server):
    with server.session() as content:
        [whole] = read(content, everything(content))
        found = content.propertyCollector.RetrieveProperties([everything(content)])
        expect.equal([each.obj for each in found], [each.obj for each in whole], 'objects')


@case
def what_is_skipped_is_not_in_the_answer(lab, server):
    with server.session() as content:
        cluster = named(content, vim.ClusterComputeResource, 'Prod-A')
        hosts = step('hosts', vim.ClusterComputeResource, 'host')
        [page] = read(content, spec(vim.ManagedEntity, ['name'], [cluster], [hosts], skip=True))
        expect.equal(sorted(each.propSet[0].val for each in page),
                     [f'prod-a-esx{number}' for number in range(1, 5)], 'hosts of the cluster')


@case
def a_query_that_finds_nothing_has_no_result(lab, server):
    with server.session() as content:
        found = content.propertyCollector.RetrievePropertiesEx(
            [spec(vim.Datastore, ['name'], [content.rootFolder], inventory())], Collector.RetrieveOptions()
        )
        expect.equal(found, None, 'result')


@case('vCenter', 'ESXi')
def every_entity_leads_back_to_the_root(lab, server):
    with server.session() as content:
        [page] = read(content, spec(vim.ManagedEntity, ['name', 'parent'], [content.rootFolder], inventory()))
        parents = {each.obj: {item.name: item.val for item in each.propSet}.get('parent') for each in page}
        for entity in parents:
            path = [entity]
            while parents[path[-1]] is not None:
                path.append(parents[path[-1]])
            expect.equal(path[-1], content.rootFolder, f'top of {entity}')
