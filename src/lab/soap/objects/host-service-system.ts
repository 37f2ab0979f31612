import type { LabHost } from '../../world/model.js';
import { isListed } from '../../world/queries.js';
import { required } from '../arguments.js';
import type { Call } from '../context.js';
import { invalidArgument, VimFault } from '../faults.js';
import type { ManagedType, Method } from '../managed-object.js';
import { hostServices } from './host-config.js';

const privilege = 'Host.Config.NetService';

const idOf = ({ args }: Call): string => required(args.text('id'), 'id');

const act = (action: 'start' | 'stop' | 'restart'): Method<LabHost> => ({
  privilege,
  run(host, call) {
    call.site.world.setService(host, call.session, idOf(call), action);
    return undefined;
  },
});

export const hostServiceSystem: ManagedType<LabHost> = {
  name: 'HostServiceSystem',
  properties: { serviceInfo: hostServices, value: () => [], availableField: () => [] },
  methods: {
    RefreshServices: { privilege, run: () => undefined },
    StartService: act('start'),
    StopService: act('stop'),
    RestartService: act('restart'),
    UpdateServicePolicy: {
      privilege,
      run(host, call) {
        const id = idOf(call);
        const policy = call.args.text('policy');
        const service = host.services.get(id);
        if (!service || !isListed(call.site.world.assumptions, id))
          throw new VimFault('NotFound', `Service ${id} was not found.`);
        if (policy !== 'on' && policy !== 'automatic' && policy !== 'off') throw invalidArgument('policy');
        service.policy = policy;
        call.site.world.changed();
        return undefined;
      },
    },
  },
};
