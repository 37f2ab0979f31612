import { ended } from '../../as-task.js';
import { restError } from '../../errors.js';
import { hostOf } from '../../lookup.js';
import { noContent, ok, route } from '../../types.js';
import { toBaseImage } from '../../../world/versions.js';
import { installedVersion } from '../../../world/model.js';

/** Section 7.2, and the version of a host without VIM (7.4). */
export const hostRoutes = [
  route({
    method: 'POST',
    path: '/api/vcenter/host/{host}',
    action: 'connect',
    privilege: 'Host.Config.Connection',
    async answer(call) {
      const host = hostOf(call);
      if (host.connection === 'connected')
        throw restError('ALREADY_IN_DESIRED_STATE', `Host '${host.moid}' is connected.`);
      await ended(call, call.world.reconnect(host, call.session));
      return noContent();
    },
  }),
  route({
    method: 'POST',
    path: '/api/vcenter/host/{host}',
    action: 'disconnect',
    privilege: 'Host.Config.Connection',
    async answer(call) {
      const host = hostOf(call);
      if (host.connection === 'disconnected')
        throw restError('ALREADY_IN_DESIRED_STATE', `Host '${host.moid}' is disconnected.`);
      await ended(call, call.world.disconnect(host, call.session));
      return noContent();
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/vcenter/host/{host}',
    privilege: 'Host.Inventory.RemoveHostFromCluster',
    answer(call) {
      const { moid, cluster } = hostOf(call);
      throw restError('RESOURCE_IN_USE', `Host '${moid}' is a member of cluster '${cluster.moid}'.`);
    },
  }),
  route({
    method: 'GET',
    path: '/api/esx/hosts/{host}/software/installed-components',
    privilege: 'VcIntegrity.lifecycleSoftwareSpecification.Read',
    answer(call) {
      const host = hostOf(call);
      if (host.connection !== 'connected')
        throw restError('INTERNAL_SERVER_ERROR', `Host '${host.moid}' is not connected.`);
      const version = toBaseImage(installedVersion(host));
      return ok({ ESXi: { display_name: 'VMware ESXi', version, display_version: version } });
    },
  }),
];
