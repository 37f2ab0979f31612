"""`HostListSummary.trustAuthorityAttestationInfos`."""

from pyVmomi import vim

import expect
from lab import named
from registry import case

BOOT_SECONDS = 1_500


@case
def a_trusted_host_is_attested_by_every_trust_authority_host(lab, server):
    with server.session() as content:
        service = vim.ServiceInstance('ServiceInstance', content.viewManager._stub)
        for name in server.hosts:
            infos = named(content, vim.HostSystem, name).summary.trustAuthorityAttestationInfos
            expect.equal([each.attestationStatus for each in infos], ['attested'] * 3, f'status of {name}')
            expect.equal(len({each.serviceId for each in infos}), 3, f'services of {name}')
            for each in infos:
                expect.true(each.attestedAt <= service.CurrentTime() < each.attestedUntil, f'odd times: {each}')
                expect.equal(list(each.messages), [], 'messages')


def infos_after_a_boot(lab, host):
    """What vCenter says of a host that was rebooted and has had the time to boot and to be attested."""
    with lab.paused() as step:
        host.RebootHost_Task(force=True)
        step(BOOT_SECONDS)
        return host.summary.trustAuthorityAttestationInfos


@case
def a_host_that_fails_attestation_is_not_attested_and_says_why(lab, server):
    with server.session('administrator') as content:
        host = named(content, vim.HostSystem, 'prod-b-esx1')
        with lab.broken(kind='never-attests', target=host.name):
            infos = infos_after_a_boot(lab, host)
        expect.equal([each.attestationStatus for each in infos], ['notAttested'] * 3, 'status')
        for each in infos:
            expect.equal((each.serviceId, each.attestedUntil), (None, None), 'service and time of no attestation')
            [message] = each.messages
            expect.equal(message.key, 'com.vmware.esx.attestation.report.attest_verify_failed', 'reason')
            expect.true(message.message, 'a reason without words')
        infos = infos_after_a_boot(lab, host)
        expect.equal([each.attestationStatus for each in infos], ['attested'] * 3, 'status after the repair')


@case
def attestation_of_a_host_that_does_not_answer_is_unknown(lab, server):
    with server.session('administrator') as content:
        host = named(content, vim.HostSystem, 'prod-b-esx2')
        with lab.paused() as step:
            host.RebootHost_Task(force=True)
            step(300)
            expect.equal(host.runtime.connectionState, 'notResponding', 'connection')
            infos = host.summary.trustAuthorityAttestationInfos
            expect.equal({each.attestationStatus for each in infos}, {'unknown'}, 'status')
            expect.true(all(each.messages for each in infos), 'no messages')
            step(BOOT_SECONDS)
            expect.equal(host.runtime.connectionState, 'connected', 'connection after the boot')
