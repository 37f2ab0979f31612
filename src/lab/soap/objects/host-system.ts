import type { LabHost } from '../../world/model.js';
import type { Context } from '../context.js';
import type { ManagedType } from '../managed-object.js';
import { moref, reference } from '../value.js';
import { entityDefaults, recentTasks, taskRef } from './entity.js';
import { hostCapability } from './host-capability.js';
import { hostConfig, hostConfigManager } from './host-config.js';
import { hardwareInfo, licensableResource } from './host-hardware.js';
import { hostRuntime, hostSummary } from './host-summary.js';
import { datastoresOfHost, networkRefs } from './storage.js';
import { tpmReport } from './tpm-report.js';
import { VimFault } from '../faults.js';
import { required } from '../arguments.js';

/** Methods that the state of the host forbids. */
function disabledMethods(host: LabHost): string[] {
  if (host.connection !== 'connected') {
    return [
      'EnterMaintenanceMode_Task',
      'ExitMaintenanceMode_Task',
      'RebootHost_Task',
      'PowerDownHostToStandBy_Task',
    ];
  }
  return [
    host.inMaintenance ? 'EnterMaintenanceMode_Task' : 'ExitMaintenanceMode_Task',
    'PowerUpHostFromStandBy_Task',
    'ReconnectHost_Task',
  ];
}

const vmsOf = ({ site }: Context, host: LabHost) =>
  site.vms.filter((vm) => vm.host === host).map(({ moid }) => moref('VirtualMachine', moid));

const vCenterOnly = ({ site }: Pick<Context, 'site'>): void => {
  if (site.kind === 'HostAgent')
    throw new VimFault('NotSupported', 'The operation is not supported on the object.');
};

export const hostSystem: ManagedType<LabHost> = {
  name: 'HostSystem',
  properties: {
    ...entityDefaults,
    name: ({ name }) => name,
    parent: (host, { site }) => site.hostParent(host),
    overallStatus: ({ connection }) => (connection === 'connected' ? 'green' : 'red'),
    summary: hostSummary,
    runtime: hostRuntime,
    capability: hostCapability,
    config: hostConfig,
    configManager: hostConfigManager,
    hardware: hardwareInfo,
    licensableResource,
    vm: (host, context) => vmsOf(context, host),
    datastore: (host, { site }) => datastoresOfHost(site, host),
    network: networkRefs,
    disabledMethod: disabledMethods,
    recentTask: ({ moid }, { site }) => recentTasks(site, moid),
  },
  methods: {
    EnterMaintenanceMode_Task: {
      privilege: 'Host.Config.Maintenance',
      run(host, { site, session, args }) {
        const timeout = required(args.int('timeout'), 'timeout');
        return reference(taskRef(site.world.enterMaintenance(host, session, timeout)));
      },
    },
    ExitMaintenanceMode_Task: {
      privilege: 'Host.Config.Maintenance',
      run(host, { site, session, args }) {
        required(args.int('timeout'), 'timeout');
        return reference(taskRef(site.world.exitMaintenance(host, session)));
      },
    },
    RebootHost_Task: {
      privilege: 'Host.Config.Maintenance',
      run(host, { site, session, args }) {
        const force = required(args.flag('force'), 'force');
        return reference(taskRef(site.world.reboot(host, session, force)));
      },
    },
    DisconnectHost_Task: {
      privilege: 'Host.Config.Connection',
      run(host, call) {
        vCenterOnly(call);
        return reference(taskRef(call.site.world.disconnect(host, call.session)));
      },
    },
    ReconnectHost_Task: {
      privilege: 'Host.Config.Connection',
      run(host, call) {
        vCenterOnly(call);
        return reference(taskRef(call.site.world.reconnect(host, call.session)));
      },
    },
    Destroy_Task: {
      privilege: 'Host.Inventory.RemoveHostFromCluster',
      run(host, call) {
        vCenterOnly(call);
        return reference(taskRef(call.site.world.removeHost(host, call.session)));
      },
    },
    QueryTpmAttestationReport: {
      run(host, call) {
        vCenterOnly(call);
        return tpmReport(host);
      },
    },
  },
};
