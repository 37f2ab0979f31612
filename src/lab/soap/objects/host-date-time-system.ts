import type { LabHost } from '../../world/model.js';
import { VimFault } from '../faults.js';
import type { ManagedType } from '../managed-object.js';
import { typed } from '../value.js';
import { dateTimeInfo } from './host-config.js';

export const hostDateTimeSystem: ManagedType<LabHost> = {
  name: 'HostDateTimeSystem',
  properties: { dateTimeInfo },
  methods: {
    QueryDateTime: {
      run(host, { site: { world } }) {
        if (host.connection !== 'connected')
          throw new VimFault('HostNotConnected', `Host ${host.name} is not connected.`);
        return typed('dateTime', world.clock.now() + world.faults.skewOf(host.name));
      },
    },
  },
};
