import type { VCenterRef } from '../../domain/model/estate.js';
import type { VSphereOptions, VSphereTimeouts } from '../options.js';
import { createRestClient, type RestClient } from '../rest/client.js';
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
    const about = {
      http,
      credential: vcenter.credential,
      secrets: options.secrets,
      timeouts,
      readOnly: options.readOnly ?? false,
    };
    const { observe } = options;
    const soap = createSoapClient(about);
    const rest = createRestClient({
      ...about,
      product: () => soap.product(),
      ...(observe ? { observe } : {}),
    });
    const close = async (): Promise<void> => {
      await Promise.all([rest.close(), soap.close()]);
      await dispatcher.destroy();
    };
    return { rest, soap, timeouts, close };
  };

  return {
    timeouts,
    to: (vcenter) => {
      // An estate file with a new address, pin or credential gets a connection of its own at once.
      const key = JSON.stringify([vcenter.url, vcenter.tls, vcenter.credential, vcenter.name, vcenter.zone]);
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
