import type { VSpherePorts } from '../ports/vsphere.js';
import { createConnections } from './connection/connections.js';
import type { VSphereOptions } from './options.js';
import { createAppliancePort } from './ports/appliance.js';
import { createHostsPort } from './ports/hosts.js';
import { createLifecyclePort } from './ports/lifecycle.js';
import { createTasksPort } from './ports/tasks.js';
import { createTrustAuthorityPort } from './ports/trust-authority.js';
import { createTrustedSidePort } from './ports/trusted-side.js';

export type { VSphereOptions } from './options.js';

/** All vSphere ports of one process. Sessions are opened at first use and shared until `close`. */
export const createVSphere = (options: VSphereOptions): VSpherePorts => {
  const { secrets, backup, logger } = options;
  const connections = createConnections(options);
  return {
    appliance: createAppliancePort(connections, secrets, backup),
    trustAuthority: createTrustAuthorityPort(connections),
    trustedSide: createTrustedSidePort(connections),
    hosts: createHostsPort(connections, secrets, logger),
    lifecycle: createLifecyclePort(connections),
    tasks: createTasksPort(connections),
    close: () => connections.close(),
  };
};
