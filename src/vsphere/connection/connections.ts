import type { VCenterRef } from '../../domain/model/estate.js';
import type { VSphereOptions, VSphereTimeouts } from '../options.js';
import { createRestClient, type RestClient } from '../rest/client.js';
import { createRestByPurpose } from '../rest/by-purpose.js';
import { createSoapClient, type SoapClient } from '../soap/client.js';
import { createCallGate } from './call-gate.js';
import { createFaults, throttledFault } from './faults.js';
import { createHttp } from './http.js';
import { createDispatcher } from './tls.js';

const defaultTimeouts: VSphereTimeouts = {
  connect: 10_000,
  request: 60_000,
  transfer: 10 * 60_000,
  readTask: 5 * 60_000,
};

/** Calls at once against one vCenter, which serves others too. */
const callsAtOnce = 16;

/** Both protocols of one vCenter, over the same connections, each with its own session. */
export interface Connection {
  readonly rest: RestClient;
  readonly soap: SoapClient;
  readonly timeouts: VSphereTimeouts;
  /** The login for the vTA configuration, where it is another one; `rest` uses it for that by itself. */
  readonly trust?: { readonly soap: SoapClient; readonly login: () => Promise<string> };
}

export interface Connections {
  /** Connection to a vCenter, opened at first use and shared by everybody in this process. */
  to(vcenter: VCenterRef): Connection;
  readonly timeouts: VSphereTimeouts;
  close(): Promise<void>;
}

export const createConnections = (options: VSphereOptions): Connections => {
  const timeouts = { ...defaultTimeouts, ...options.timeouts };
  const open = new Map<string, Connection & { close(): Promise<void> }>();

  const connect = (vcenter: VCenterRef) => {
    const dispatcher = createDispatcher(vcenter.tls, timeouts.connect);
    const faults = createFaults(vcenter.name);
    const { timeScale = 1, callsPerSecond } = options;
    const gate = createCallGate(
      {
        atOnce: callsAtOnce,
        ...(callsPerSecond === undefined ? {} : { callsPerSecond: callsPerSecond * timeScale }),
      },
      (operation, ms) => throttledFault(faults, operation, ms),
    );
    const http = createHttp({
      origin: new URL(vcenter.url).origin,
      dispatcher,
      faults,
      gate,
      ...(options.logger ? { logger: options.logger } : {}),
    });
    const { observe, secrets, readOnly = false } = options;
    const loggedInWith = (credential: string) => {
      const about = { http, credential, secrets, timeouts, readOnly };
      const soap = createSoapClient(about);
      const product = () => soap.product();
      const rest = createRestClient({ ...about, product, ...(observe ? { observe } : {}) });
      return { soap, rest, login: async () => (await secrets.resolve(credential)).username };
    };
    const { trustCredential } = vcenter;
    const own = loggedInWith(vcenter.credential);
    const other = trustCredential === undefined ? undefined : loggedInWith(trustCredential);
    const clients = other === undefined ? [own] : [own, other];
    const close = async (): Promise<void> => {
      await Promise.all(clients.flatMap(({ rest, soap }) => [rest.close(), soap.close()]));
      await dispatcher.destroy();
    };
    return {
      rest: other === undefined ? own.rest : createRestByPurpose(own.rest, other.rest),
      soap: own.soap,
      timeouts,
      ...(other && { trust: { soap: other.soap, login: other.login } }),
      close,
    };
  };

  return {
    timeouts,
    to: (vcenter) => {
      // An estate file with a new address, pin or credential gets a connection of its own at once.
      const { url, tls, credential, trustCredential, name, zone } = vcenter;
      const key = JSON.stringify([url, tls, credential, trustCredential, name, zone]);
      const known = open.get(key);
      if (known) return known;
      const made = connect(vcenter);
      open.set(key, made);
      return made;
    },
    close: async () => {
      const all = [...open.values()];
      open.clear();
      await Promise.all(all.map((connection) => connection.close()));
    },
  };
};
