import type { TaskRef } from '../../ports/vsphere.js';
import type { SoapClient } from './client.js';
import { hostRef, startTask } from './methods.js';
import { element, value } from './write-xml.js';

export const disconnectHost = (soap: SoapClient, moid: string, signal?: AbortSignal): Promise<TaskRef> =>
  startTask(soap, { self: hostRef(moid), method: 'DisconnectHost_Task' }, signal);

export const removeHost = (soap: SoapClient, moid: string, signal?: AbortSignal): Promise<TaskRef> =>
  startTask(soap, { self: hostRef(moid), method: 'Destroy_Task' }, signal);

/**
 * Adds a host to a cluster, connected. Its certificate must be the one given; `force` takes it over from a vCenter that
 * still believes to manage it, as its own inventory did before.
 */
export const addHost = (
  soap: SoapClient,
  cluster: string,
  host: {
    readonly name: string;
    readonly thumbprint: string;
    readonly username: string;
    readonly password: string;
  },
  signal?: AbortSignal,
): Promise<TaskRef> =>
  startTask(
    soap,
    {
      self: { type: 'ClusterComputeResource', value: cluster },
      method: 'AddHost_Task',
      parameters: [
        element('spec', [
          value('hostName', host.name),
          value('sslThumbprint', host.thumbprint),
          value('userName', host.username),
          value('password', host.password),
          value('force', true),
        ]),
        value('asConnected', true),
      ],
    },
    signal,
  );
