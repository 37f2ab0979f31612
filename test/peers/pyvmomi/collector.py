"""The property collector, spelt out."""

from pyVmomi import vim, vmodl

Collector = vmodl.query.PropertyCollector


def spec(type_, paths, objects, select=(), skip=False, report=None):
    """A filter spec for properties of one type; no paths = all of them."""
    return Collector.FilterSpec(
        propSet=[Collector.PropertySpec(type=type_, pathSet=list(paths), all=not paths)],
        objectSet=[Collector.ObjectSpec(obj=each, skip=skip, selectSet=list(select)) for each in objects],
        reportMissingObjectsInResults=report,
    )


def step(name, type_, path, *then, skip=False):
    return Collector.TraversalSpec(name=name, type=type_, path=path, skip=skip, selectSet=list(then))


def inventory():
    """Selection of everything below the root folder, with names that point back."""
    again = Collector.SelectionSpec(name='folders')
    return [
        step('folders', vim.Folder, 'childEntity', again, Collector.SelectionSpec(name='datacenters'),
             Collector.SelectionSpec(name='computes')),
        step('datacenters', vim.Datacenter, 'hostFolder', again),
        step('computes', vim.ComputeResource, 'host'),
    ]


def read(content, *specs, maxObjects=None):
    """Every object of a query, page by page."""
    collector = content.propertyCollector
    page = collector.RetrievePropertiesEx(list(specs), Collector.RetrieveOptions(maxObjects=maxObjects))
    pages = []
    while page:
        pages.append(page.objects)
        page = collector.ContinueRetrievePropertiesEx(page.token) if page.token else None
    return pages


def values(content, object_, *paths):
    """Properties of one object by path."""
    [[found]] = read(content, spec(type(object_), paths, [object_]))
    return {each.name: each.val for each in found.propSet}


def wait_for_task(content, task, seconds=20, tick=None, seen=None):
    """Waits with a filter and WaitForUpdatesEx; answers the last `info`.

    tick: lets time pass before every look, for a clock that stands still
    seen: collects (state, progress)
    """
    collector = content.propertyCollector.CreatePropertyCollector()
    collector.CreateFilter(spec(vim.Task, ['info.state', 'info.progress'], [task]), False)
    state, progress, version = None, None, ''
    looks = 0
    try:
        while state not in ('success', 'error'):
            options = Collector.WaitOptions(maxWaitSeconds=0 if tick else seconds)
            update = collector.WaitForUpdatesEx(version, options)
            looks += 1
            if update is None and (tick is None or looks > 1_000):
                raise AssertionError(f'{task._moId} is {state} at {progress} % and does not change any more')
            if update is not None:
                version = update.version
                for change in update.filterSet[0].objectSet[0].changeSet:
                    if change.name == 'info.state':
                        state = change.val
                    else:
                        progress = change.val
                if seen is not None:
                    seen.append((state, progress))
            if tick:
                tick()
    finally:
        collector.DestroyPropertyCollector()
    return task.info
