import type { SecretsPort } from '../../ports/secrets.js';
import type { HostItself, MembershipPort } from '../../ports/membership.js';
import type { CallOptions } from '../../ports/calls.js';
import { esxVersion } from '../../domain/versions/index.js';
import type { Connections } from '../connection/connections.js';
import { createFaults } from '../connection/faults.js';
import { createHttp } from '../connection/http.js';
import { readShownCertificate, type ShownCertificate } from '../connection/shown-certificate.js';
import { createDispatcher } from '../connection/tls.js';
import { transportFault } from '../connection/transport-faults.js';
import { createSoapClient } from '../soap/client.js';
import { addHost, disconnectHost, removeHost } from '../soap/membership.js';
import { findEntityTask } from '../soap/tasks.js';

const shakeHands = 'TLS handshake';

export const createMembershipPort = (connections: Connections, secrets: SecretsPort): MembershipPort => {
  const { timeouts } = connections;

  const certificateOf = async (name: string, address: string): Promise<ShownCertificate> => {
    try {
      return await readShownCertificate(address, timeouts.connect);
    } catch (error) {
      const call = { operation: shakeHands, safe: true };
      throw transportFault(error as NodeJS.ErrnoException, call, createFaults(name));
    }
  };

  /** Over the certificate that was just seen; no login goes with it. */
  const productOf = async (name: string, address: string, { sha256 }: ShownCertificate) => {
    const dispatcher = createDispatcher({ thumbprint: sha256 }, timeouts.connect);
    try {
      const http = createHttp({ origin: `https://${address}`, dispatcher, faults: createFaults(name) });
      return await createSoapClient({ http, credential: '', secrets, timeouts }).product();
    } finally {
      await dispatcher.destroy();
    }
  };

  return {
    disconnect: (vcenter, host, { signal } = {}) =>
      disconnectHost(connections.to(vcenter).soap, host.moid, signal),

    remove: (vcenter, host, { signal } = {}) => removeHost(connections.to(vcenter).soap, host.moid, signal),

    findLeaving: async (vcenter, { moid }, { signal } = {}) => {
      const { soap } = connections.to(vcenter);
      const host = { type: 'HostSystem', value: moid };
      return findEntityTask(soap, host, ['HostSystem.destroy', 'HostSystem.disconnect'], signal);
    },

    add: async (vcenter, cluster, { name, thumbprint, credential }, { signal }: CallOptions = {}) => {
      const { soap } = connections.to(vcenter);
      const { username, password } = await secrets.resolve(credential).catch((error: unknown) => {
        // It says which credential and where to add it; a person has to (DG-18).
        const why = error instanceof Error ? error.message : String(error);
        throw soap.fail(why, { kind: 'refused', operation: 'secret', errorType: 'SECRET_MISSING' });
      });
      soap.hide(password);
      return addHost(soap, cluster.moid, { name, thumbprint, username, password }, signal);
    },

    findAdding: (vcenter, { moid }, { signal } = {}) => {
      const cluster = { type: 'ClusterComputeResource', value: moid };
      const { soap } = connections.to(vcenter);
      return findEntityTask(soap, cluster, ['ClusterComputeResource.addHost'], signal);
    },

    readHostItself: async (name, address): Promise<HostItself> => {
      const shown = await certificateOf(name, address);
      const { version, build } = await productOf(name, address, shown);
      const canonical = esxVersion(version, build);
      return { ...shown, ...(canonical === undefined ? {} : { version: canonical }) };
    },
  };
};
