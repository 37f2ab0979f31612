"""Licences and what they allow."""

from pyVmomi import vim

import expect
from registry import case


@case
def trust_authority_is_a_feature_of_the_licence(lab, server):
    with lab.servers['ta-vc'].session() as content:
        [licence] = content.licenseManager.licenses
        features = [each.value.key for each in licence.properties if each.key == 'feature']
        expect.true('trustedplatform' in features, f'features: {features}')
        expect.equal(licence.costUnit, 'cpuPackage', 'unit')


@case('vCenter', 'ESXi')
def licences_need_a_session(lab, server):
    with expect.fault(vim.fault.NotAuthenticated):
        server.service().content.licenseManager.licenses


@case('vCenter', 'ESXi')
def used_licences_are_the_packages_of_the_hosts(lab, server):
    with server.session() as content:
        hosts = len(server.hosts) or 1
        expect.equal(content.licenseManager.licenses[0].used, 2 * hosts, 'used')
