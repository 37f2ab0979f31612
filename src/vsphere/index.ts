import type { ProbePort } from '../ports/probe.js';
import type { VSpherePorts } from '../ports/vsphere.js';
import { createConnections, type Connections } from './connection/connections.js';
import type { VSphereOptions } from './options.js';
import { createAppliancePort } from './ports/appliance.js';
import { createEvidencePort } from './ports/evidence.js';
import { createHostsPort } from './ports/hosts.js';
import { createLifecyclePort } from './ports/lifecycle.js';
import { createServicesPort } from './ports/services.js';
import { createTasksPort } from './ports/tasks.js';
import { createMembershipPort } from './ports/membership.js';
import { createProbePort } from './ports/probe.js';
import { createReadinessPort } from './ports/readiness.js';
import { createRegistrationsPort } from './ports/registrations.js';
import { createTrustAuthorityPort } from './ports/trust-authority.js';
import { createTrustedSidePort } from './ports/trusted-side.js';
import { createSharedReaders } from './shared-reader/shared-reader.js';

export type { VSphereOptions } from './options.js';

/** All vSphere ports of one process. Sessions are opened at first use and shared until `close`. */
export const createVSphere = (options: VSphereOptions): VSpherePorts =>
  portsOver(createConnections(options), options);

const portsOver = (connections: Connections, options: VSphereOptions): VSpherePorts => {
  const { secrets, backup, logger, timeScale } = options;
  const readers = createSharedReaders(connections, timeScale);
  return {
    appliance: createAppliancePort(connections, secrets, backup),
    trustAuthority: createTrustAuthorityPort(connections, secrets),
    trustedSide: createTrustedSidePort(connections),
    membership: createMembershipPort(connections, secrets),
    registrations: createRegistrationsPort(connections),
    hosts: createHostsPort(connections, readers, secrets, logger),
    lifecycle: createLifecyclePort(connections),
    tasks: createTasksPort(connections, readers),
    readiness: createReadinessPort(connections, timeScale),
    services: createServicesPort(connections),
    evidence: createEvidencePort(connections),
    close: () => connections.close(),
  };
};

/** What a probe may use: ports of a client that refuses everything but reads. */
export interface ProbeVSphere extends VSpherePorts {
  readonly probe: ProbePort;
}

/** All vSphere ports for reading alone, and the one for a recording beside them. */
export const createProbeVSphere = (options: Omit<VSphereOptions, 'backup' | 'readOnly'>): ProbeVSphere => {
  const connections = createConnections({ ...options, readOnly: true });
  return { ...portsOver(connections, options), probe: createProbePort(connections) };
};
