"""What a host says of itself."""

import json

from pyVmomi import vim

import expect
from collector import values
from lab import first, named
from registry import case


@case('vCenter', 'ESXi')
def summary_runtime_and_config_agree_on_the_product(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        product = host.summary.config.product
        expect.equal(f'{product.version}-{product.build}', lab.esxi, 'version and build')
        expect.equal(host.config.product.fullName, product.fullName, 'product of the config')
        expect.equal(product.productLineId, 'embeddedEsx', 'product line')
        runtime = host.runtime
        expect.equal((runtime.connectionState, runtime.powerState), ('connected', 'poweredOn'), 'state')
        expect.equal(runtime.inMaintenanceMode, False, 'maintenance mode')
        expect.equal(runtime.bootTime, host.summary.runtime.bootTime, 'boot time of the summary')
        expect.equal(runtime.cryptoState, 'safe', 'crypto state of a trusted host')


@case('vCenter', 'ESXi')
def uptime_and_boot_time_fit_the_clock_of_the_server(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        service = vim.ServiceInstance('ServiceInstance', host._stub)
        before = service.CurrentTime()
        uptime = host.summary.quickStats.uptime
        after = service.CurrentTime()
        boot = host.runtime.bootTime
        expect.true(
            (before - boot).total_seconds() - 1 <= uptime <= (after - boot).total_seconds() + 1,
            f'up for {uptime} s, booted {boot}, now {after}',
        )


@case('vCenter', 'ESXi')
def capability_tells_what_an_upgrade_asks(lab, server):
    with server.session() as content:
        capability = first(content, vim.HostSystem).capability
        expect.equal(
            (capability.tpmSupported, capability.tpmVersion, capability.quickBootSupported),
            (True, '2.0', True), 'TPM and Quick Boot',
        )
        expect.equal(capability.txtEnabled, False, 'Intel TXT')
        expect.true(capability.maintenanceModeSupported and capability.rebootSupported, 'no maintenance mode or reboot')


@case('vCenter', 'ESXi')
def the_firmware_is_told_since_the_release_that_knows_it(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        firmware = 'UEFI' if server.knows('8.0.2.0') else None
        expect.equal(host.hardware.biosInfo.firmwareType, firmware, 'type of the firmware')
        expect.equal(host.capability.uefiSecureBoot, True if server.knows('8.0.3.0') else None, 'Secure Boot')


@case
def the_evc_modes_are_known_by_their_rank(lab, server):
    with server.session() as content:
        service = vim.ServiceInstance('ServiceInstance', content.rootFolder._stub)
        modes = {mode.key: mode for mode in service.capability.supportedEVCMode}
        older, newer = modes['intel-skylake'], modes['intel-icelake']
        expect.equal((older.vendor, newer.vendor, modes['amd-zen'].vendor), ('intel', 'intel', 'amd'), 'vendors')
        expect.true(older.vendorTier < newer.vendorTier, f'{older.vendorTier} < {newer.vendorTier}')
        expect.true(older.key in newer.track, f'track of {newer.key}: {newer.track}')
        host = first(content, vim.HostSystem)
        expect.equal((host.summary.maxEVCModeKey, host.summary.currentEVCModeKey), (newer.key, None), 'without EVC')


@case('vCenter', 'ESXi')
def a_host_tells_its_clock(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        service = vim.ServiceInstance('ServiceInstance', content.rootFolder._stub)
        before = service.CurrentTime()
        clock = host.configManager.dateTimeSystem.QueryDateTime()
        after = service.CurrentTime()
        expect.true(before <= clock <= after, f'{before} <= {clock} <= {after}')


@case
def a_host_whose_clock_is_wrong_tells_that_time(lab, server):
    with server.session() as content, lab.paused():
        host = first(content, vim.HostSystem)
        right = host.configManager.dateTimeSystem.QueryDateTime()
        with lab.broken(kind='clock-skew', target=host.name, skew=900):
            wrong = host.configManager.dateTimeSystem.QueryDateTime()
            now = vim.ServiceInstance('ServiceInstance', content.rootFolder._stub).CurrentTime()
        expect.equal((wrong - right).total_seconds(), 900.0, 'seconds that the host is ahead')
        expect.equal(now, right, 'the clock of its vCenter')


@case('vCenter', 'ESXi')
def a_host_tells_of_its_vsan(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        status = host.configManager.vsanSystem.QueryHostStatus()
        expect.equal((status.health, status.nodeState.state), ('unknown', 'disabled'), 'without vSAN')
        syncing = json.loads(host.configManager.vsanInternalSystem.QuerySyncingVsanObjects([]))
        expect.equal(syncing['dom_objects'], {}, 'objects that are resynchronized')


@case('vCenter', 'ESXi')
def hardware_names_the_machine(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        hardware = host.hardware
        expect.equal(hardware.systemInfo.uuid, host.summary.hardware.uuid, 'UUID')
        expect.equal(len(hardware.cpuPkg), hardware.cpuInfo.numCpuPackages, 'packages')
        threads = sorted(thread for package in hardware.cpuPkg for thread in package.threadId)
        expect.equal(threads, list(range(hardware.cpuInfo.numCpuThreads)), 'threads')
        expect.equal(hardware.memorySize, host.summary.hardware.memorySize, 'memory')


@case('vCenter', 'ESXi')
def single_elements_of_lists_are_read_by_their_key(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        service = host.config.service.service[0]
        path = f'config.service.service["{service.key}"].running'
        expect.equal(values(content, host, path), {path: service.running}, 'element by key')


@case
def a_disabled_method_is_named_until_the_state_allows_it(lab, server):
    with server.session() as content:
        host = first(content, vim.HostSystem)
        expect.true('ExitMaintenanceMode_Task' in host.disabledMethod, f'disabled: {host.disabledMethod}')
        expect.true('EnterMaintenanceMode_Task' not in host.disabledMethod, f'disabled: {host.disabledMethod}')


@case
def a_trusted_host_has_the_tpm_attestation_of_vcenter(lab, server):
    with server.session() as content:
        attestation = first(content, vim.HostSystem).summary.tpmAttestation
        expect.equal(attestation.status, 'accepted', 'status')
        expect.true(attestation.time, 'no time')


@case
def a_host_without_a_tpm_has_none(lab, server):
    with lab.servers['ta-vc'].session() as content:
        summary = named(content, vim.HostSystem, 'ta-esx1').summary
        expect.equal((summary.tpmAttestation, summary.trustAuthorityAttestationInfos), (None, []), 'attestation')


@case
def the_tpm_report_names_the_measured_version(lab, server):
    with server.session() as content:
        report = first(content, vim.HostSystem).QueryTpmAttestationReport()
        expect.equal(report.tpmEvents[0].eventDetails.vibVersion, '8.0.2-0.0.22380479', 'measured version')


@case
def virtual_machines_stand_on_their_hosts(lab, server):
    with lab.paused(), server.session() as content:
        machine = named(content, vim.VirtualMachine, 'db-1')
        expect.true(machine in machine.runtime.host.vm, 'the host does not know its machine')
        expect.equal((machine.runtime.powerState, machine.runtime.cryptoState), ('poweredOn', 'unlocked'), 'state')
        expect.equal(machine.config.hardware.memoryMB, 64 * 1024, 'memory')
        expect.true(machine.config.keyId.keyId and machine.config.keyId.providerId.id == 'kp-main', 'no key of kp-main')
        expect.equal(machine.summary.config.uuid, machine.config.uuid, 'UUID of the summary')
        firmware = (machine.config.firmware, machine.config.bootOptions.efiSecureBootEnabled)
        expect.equal(firmware, ('efi', True), 'firmware and Secure Boot')
        expect.equal(machine.summary.config.memoryReservation, 0, 'memory reservation')
        mode = machine.runtime.minRequiredEVCModeKey
        expect.equal((mode, machine.runtime.host.summary.maxEVCModeKey), ('intel-icelake',) * 2, 'EVC modes')
