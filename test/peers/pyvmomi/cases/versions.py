"""Version negotiation: `vimServiceVersions.xml`, what older clients see, and clients that are too new."""

import ssl
import urllib.request
from xml.etree import ElementTree

from pyVim import connect
from pyVmomi import VmomiSupport, vim, vmodl

import expect
from collector import read, spec
from lab import first
from registry import case


def served(server):
    context = ssl._create_unverified_context()
    url = f'https://{server.host}:{server.port}/sdk/vimServiceVersions.xml'
    with urllib.request.urlopen(url, context=context) as answer:
        return ElementTree.parse(answer).find('namespace')


def newer_versions(server):
    """The next one that pyVmomi knows, if there is any, and one that it does not know."""
    known = [VmomiSupport.versionIdMap[each] for each in VmomiSupport.GetServiceVersions('vim25')]
    return [*known[:known.index(server.version)][-1:], '9.0.0.0']


@case('vCenter', 'ESXi')
def every_version_that_is_served_is_one_of_vim25(lab, server):
    namespace = served(server)
    expect.equal(namespace.findtext('name'), 'urn:vim25', 'namespace')
    prior = [each.text for each in namespace.findall('priorVersions/version')]
    served_versions = [namespace.findtext('version'), *prior]
    known = {VmomiSupport.versionIdMap[each] for each in VmomiSupport.GetServiceVersions('vim25')}
    expect.equal(served_versions[0], server.version, 'newest version')
    expect.equal([each for each in served_versions if each not in known], [], 'versions that pyVmomi does not know')


@case('vCenter', 'ESXi')
def the_client_takes_the_newest_version_of_the_server(lab, server):
    stub = connect.SmartStubAdapter(
        host=server.host, port=server.port, sslContext=ssl._create_unverified_context(), thumbprint=server.thumbprint
    )
    expect.equal(stub.versionId, f'"urn:vim25/{server.version}"', 'SOAPAction')
    about = vim.ServiceInstance('ServiceInstance', stub).content.about
    expect.equal(about.apiVersion, server.version, 'apiVersion')


@case('vCenter', 'ESXi')
def a_client_that_is_newer_than_the_server_is_a_version_mismatch(lab, server):
    for version in newer_versions(server):
        service = server.service()
        service._stub.versionId = f'"urn:vim25/{version}"'
        with expect.fault(vmodl.RuntimeFault) as caught:
            service.RetrieveContent()
        expect.true(f'Unsupported version URI "urn:vim25/{version}"' in caught.fault.msg, caught.fault.msg)


@case
def a_client_of_7_0_0_0_does_not_see_what_7_0_1_0_brought(lab, server):
    with server.session(version='7.0.1.0') as content:
        host = first(content, vim.HostSystem)
        expect.true(host.summary.trustAuthorityAttestationInfos, 'a client of 7.0.1.0 sees no attestation')
    with server.session(version='7.0.0.0') as content:
        host = first(content, vim.HostSystem)
        expect.equal(host.summary.trustAuthorityAttestationInfos, [], 'attestation seen by a client of 7.0.0.0')
        expect.true(host.summary.tpmAttestation, 'what 6.7 brought is gone')


@case
def a_path_that_is_newer_than_the_client_is_invalid_property(lab, server):
    with server.session(version='7.0.0.0') as content:
        host = first(content, vim.HostSystem)
        with expect.fault(vmodl.query.InvalidProperty) as caught:
            read(content, spec(vim.HostSystem, ['summary.trustAuthorityAttestationInfos'], [host]))
        expect.equal(caught.fault.name, 'summary.trustAuthorityAttestationInfos', 'name of the property')


@case('vCenter', 'ESXi')
def all_properties_of_all_objects_are_read_at_every_version_of_the_server(lab, server):
    """The strict reader sees what is newer than the client, or missing at its version."""
    for version in filter(server.knows, ['6.7', '7.0.0.0', '7.0.1.0', '7.0.3.0', '8.0.0.1', '8.0.1.0', '8.0.2.0',
                                         '8.0.3.0']):
        with server.session('administrator', version) as content:
            view = content.viewManager.CreateContainerView(content.rootFolder, [], True)
            pages = read(content, *[spec(type(each), [], [each]) for each in view.view])
            found = [each.obj for page in pages for each in page]
            expect.equal(len(found), len(view.view), f'objects read at {version}')
