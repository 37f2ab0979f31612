import type { VCenterRef } from '../../domain/model/estate.js';
import type { HostRef } from '../../domain/model/inventory.js';
import type { CallOptions, ServicesPort } from '../../ports/vsphere.js';
import type { Connections } from '../connection/connections.js';
import { orderService, readHostServices } from '../soap/host-services.js';
import { readServiceHealth } from './trust-authority.js';

export const createServicesPort = (connections: Connections): ServicesPort => {
  const order =
    (action: 'start' | 'stop' | 'restart') =>
    (vcenter: VCenterRef, host: HostRef, key: string, { signal }: CallOptions = {}): Promise<void> =>
      orderService(connections.to(vcenter).soap, host.moid, key, action, signal);
  return {
    readServices: (vcenter, host, { signal } = {}) =>
      readHostServices(connections.to(vcenter).soap, host.moid, signal),
    readHealth: (vcenter, cluster, { signal } = {}) =>
      readServiceHealth(connections.to(vcenter), vcenter.name, cluster, signal),
    start: order('start'),
    stop: order('stop'),
    restart: order('restart'),
  };
};
