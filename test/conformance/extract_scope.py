"""Which services the facts are about, and which of them are older than the form of `/api`."""

# What the product calls and the lab serves, with the neighbourhood of both.
TREES = (
    'com.vmware.appliance.health',
    'com.vmware.appliance.recovery.backup',
    'com.vmware.appliance.recovery.reconciliation',
    'com.vmware.appliance.shutdown',
    'com.vmware.appliance.system.storage',
    'com.vmware.appliance.system.uptime',
    'com.vmware.appliance.system.version',
    'com.vmware.appliance.timesync',
    'com.vmware.appliance.update',
    'com.vmware.cis.session',
    'com.vmware.cis.tasks',
    'com.vmware.esx.hosts.software',
    'com.vmware.esx.settings',
    'com.vmware.vcenter.VM',
    'com.vmware.vcenter.certificate_management.vcenter',
    'com.vmware.vcenter.cluster',
    'com.vmware.vcenter.datacenter',
    'com.vmware.vcenter.folder',
    'com.vmware.vcenter.host',
    'com.vmware.vcenter.services',
    'com.vmware.vcenter.system',
    'com.vmware.vcenter.system_config.deployment_type',
    'com.vmware.vcenter.topology',
    'com.vmware.vcenter.trusted_infrastructure',
    'com.vmware.vcenter.vcha.cluster.deployment_type',
    'com.vmware.vcenter.vm',
)
# Beside the trees, and large.
LEFT_OUT = (
    'com.vmware.appliance.recovery.backup.system_name',
    'com.vmware.esx.settings.clusters.configuration',
    'com.vmware.esx.settings.clusters.enablement.configuration',
    'com.vmware.esx.settings.hosts.configuration',
    'com.vmware.esx.settings.hosts.enablement.configuration',
    'com.vmware.vcenter.vm.compute',
    'com.vmware.vcenter.vm.console',
    'com.vmware.vcenter.vm.data_sets',
    'com.vmware.vcenter.vm.guest',
    'com.vmware.vcenter.vm.hardware',
    'com.vmware.vcenter.vm.identity',
    'com.vmware.vcenter.vm.library_item',
    'com.vmware.vcenter.vm.storage',
    'com.vmware.vcenter.vm.tools',
)
# Services from before 7.0 U2: their templates are those of `/rest`, and are turned into the form of `/api` by rule.
OLD = (
    'com.vmware.appliance',
    'com.vmware.cis',
    'com.vmware.vcenter.VM',
    'com.vmware.vcenter.cluster',
    'com.vmware.vcenter.datacenter',
    'com.vmware.vcenter.folder',
    'com.vmware.vcenter.host',
    'com.vmware.vcenter.services',
    'com.vmware.vcenter.system_config',
    'com.vmware.vcenter.vcha',
    'com.vmware.vcenter.vm',
)
# Where the rule is not enough; from the published REST documentation.
MOVED = {
    'com.vmware.appliance.recovery.backup.schedules.create': ('POST', '/appliance/recovery/backup/schedules', None),
    'com.vmware.appliance.recovery.backup.schedules.update':
        ('PATCH', '/appliance/recovery/backup/schedules/{schedule}', None),
    'com.vmware.cis.tasks.list': ('POST', '/cis/tasks', 'list'),
}


def within(name, trees):
    return any(name == tree or name.startswith(f'{tree}.') for tree in trees)
