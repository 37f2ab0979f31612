import type { VCenterRef } from '../../src/domain/model/estate.js';
import type { Connection, Connections } from '../../src/vsphere/connection/connections.js';
import { createFaults } from '../../src/vsphere/connection/faults.js';
import { createHttp, type Http, type HttpAnswer } from '../../src/vsphere/connection/http.js';
import { createDispatcher } from '../../src/vsphere/connection/tls.js';
import { createAppliancePort } from '../../src/vsphere/ports/appliance.js';
import { createHostsPort } from '../../src/vsphere/ports/hosts.js';
import { createTrustAuthorityPort } from '../../src/vsphere/ports/trust-authority.js';
import { createTrustedSidePort } from '../../src/vsphere/ports/trusted-side.js';
import { createRestClient } from '../../src/vsphere/rest/client.js';
import { createSharedReaders } from '../../src/vsphere/shared-reader/shared-reader.js';
import { createSoapClient } from '../../src/vsphere/soap/client.js';

type Call = Parameters<Http['send']>[0];

/** What a call is known by: the same call gets the same answer. */
export const keyOf = ({ operation, path, body }: Call): string => `${operation} ${path} ${body ?? ''}`;

/** Nobody else asks at the same time: nothing is gained by waiting for them. */
const timeScale = 100;
const timeouts = { connect: 10_000, request: 60_000, transfer: 60_000, readTask: 60_000 };
const secrets = (username: string, password: string) => ({
  resolve: () => Promise.resolve({ username, password }),
});

/** The reading ports over one connection whose calls go to `send`. */
export const portsOver = (
  vcenter: VCenterRef,
  send: (call: Call) => Promise<HttpAnswer>,
  login: { readonly name: string; readonly password: string },
) => {
  const about = {
    http: { faults: createFaults(vcenter.name), send },
    credential: vcenter.credential,
    secrets: secrets(login.name, login.password),
    timeouts,
  };
  const soap = createSoapClient(about);
  const connection: Connection = {
    rest: createRestClient({ ...about, product: () => soap.product() }),
    soap,
    timeouts,
  };
  const connections: Connections = { timeouts, to: () => connection, close: () => Promise.resolve() };
  return {
    appliance: createAppliancePort(connections, about.secrets, undefined),
    hosts: createHostsPort(connections, createSharedReaders(connections, timeScale), about.secrets),
    trustAuthority: createTrustAuthorityPort(connections, about.secrets),
    trustedSide: createTrustedSidePort(connections),
  };
};

/** Real calls, the last answer to each remembered. */
export const recording = (vcenter: VCenterRef) => {
  if (!('thumbprint' in vcenter.tls)) throw new Error('the lab is recognised by its thumbprint');
  const dispatcher = createDispatcher(vcenter.tls, timeouts.connect);
  const http = createHttp({ origin: vcenter.url, dispatcher, faults: createFaults(vcenter.name) });
  const answers = new Map<string, { readonly call: Call; readonly answer: HttpAnswer }>();
  return {
    answers,
    send: async (call: Call): Promise<HttpAnswer> => {
      const answer = await http.send(call);
      answers.set(keyOf(call), { call, answer });
      return answer;
    },
    close: () => dispatcher.destroy(),
  };
};
