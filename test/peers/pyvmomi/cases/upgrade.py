"""A vCenter that people upgrade while clients talk to it; its hosts stay what they are.

Like `releases.py` not part of the run against the sample estate. The cases build on each other in this order and come last:
nobody brings the old vCenter back.
"""

from http.client import HTTPException

from pyVmomi import VmomiSupport, vim

import expect
from cases.releases import ATTESTATION, BROUGHT, subject
from collector import values
from registry import case

# Shorter than the time after which an idle session ends.
LOOK_EVERY_SECONDS = 300
MOST_LOOKS = 50


def target(server):
    """Version, build and API version. Above 8.0 U3 there is only what is newer than this pyVmomi."""
    if server.knows('8.0.3.0'):
        return '9.0.0.00000', '24755230', '9.0.0.0'
    return '8.0.3.00000', '24022515', '8.0.3.0'


def look(service):
    """How a session fares."""
    try:
        service.CurrentTime()
        return 'served'
    except vim.fault.NotAuthenticated:
        return 'gone'
    except (OSError, HTTPException):
        return 'no answer'


@case
def an_upgrade_ends_every_session_and_a_new_one_speaks_the_new_version(lab, server):
    version, build, api_version = target(server)
    service = server.login()
    with lab.paused() as step:
        lab.post(f'/lab/vcenters/{server.name}/upgrade', {'version': version, 'build': build})
        seen = []
        for _ in range(MOST_LOOKS):
            found = look(service)
            seen += [found] if found not in seen[-1:] else []
            if found == 'gone':
                break
            step(LOOK_EVERY_SECONDS)
        expect.equal(seen, ['served', 'no answer', 'gone'], 'session')
        service._stub.DropConnections()
    with server.session() as content:
        about = content.about
        expect.equal((about.apiVersion, about.build), (api_version, build), 'new release')
        expect.equal(content.rootFolder._stub.versionId, '"urn:vim25/8.0.3.0"', 'newest version that both know')
    with server.session(version=server.version) as content:
        expect.equal(content.about.apiVersion, api_version, 'version told to a client of the old release')


@case('ESXi')
def a_host_speaks_its_own_version_whatever_its_vcenter_runs(lab, server):
    with lab.of_kind('vCenter').session() as content:
        expect.true(content.about.apiVersion != server.version, 'the vCenter is not upgraded')
    with server.session() as content:
        expect.equal((content.about.apiType, content.about.apiVersion), ('HostAgent', server.version), 'host')
        expect.equal(content.rootFolder._stub.versionId, f'"urn:vim25/{server.version}"', 'version spoken')


def newer_fields(value, server, label):
    """Fields that are set in a data object, or in one inside of it, although the release of a host lacks them."""
    for info in value._GetPropertyList() if isinstance(value, VmomiSupport.DataObject) else ():
        found = getattr(value, info.name)
        if found is None or isinstance(found, list) and not found:
            continue
        if not VmomiSupport.IsChildVersion(server.stub(server.version).version, info.version):
            yield f'{label}.{info.name}'
        for each in found if isinstance(found, list) else [found]:
            yield from newer_fields(each, server, f'{label}.{info.name}')


@case('ESXi')
def an_older_host_shows_its_newer_vcenter_what_its_own_release_has(lab, server):
    with lab.of_kind('vCenter').session() as content:
        host = subject(lab, content)
        expect.equal(host.summary.config.product.apiVersion, server.version, 'version of the host')
        shown = {name: getattr(host, name) for name in ('config', 'capability', 'hardware', 'runtime', 'summary')}
        found = [each for name, value in shown.items() for each in newer_fields(value, server, name)]
        expect.equal(found, [], 'fields that the host cannot know')
        wanted = {path for path, since in BROUGHT.items() if server.knows(since)}
        expect.true(ATTESTATION in wanted, 'no release before 7.0 U1 has Trust Authority')
        expect.equal(set(values(content, host, *BROUGHT)), wanted, 'what came with a release')
