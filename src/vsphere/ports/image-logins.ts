import type { VCenterRef } from '../../domain/model/estate.js';
import type { SecretsPort } from '../../ports/secrets.js';
import { VSphereError } from '../../ports/errors.js';
import type { Connections } from '../connection/connections.js';
import type { Http, HttpAnswer } from '../connection/http.js';
import { createSoapClient } from '../soap/client.js';
import { acquireTicket } from '../soap/methods.js';

/** Sends the request with these headers. */
type Get = (headers: Readonly<Record<string, string>>) => Promise<HttpAnswer>;
/** One way of being let in: an answer, whatever it says, or why there is none. */
interface Way {
  readonly name: string;
  readonly get: (get: Get) => Promise<HttpAnswer>;
}

const isRefusal = ({ status }: HttpAnswer): boolean => status === 401 || status === 403;
/** A login that is not to be had this way says nothing about the next one. */
const isNoWay = (error: unknown): error is VSphereError =>
  error instanceof VSphereError && error.kind !== 'passing' && error.kind !== 'protocol';

/**
 * Asks in each way until the host lets one in: which one a host wants is not documented (vim-and-vcsim 3.2).
 *
 * @returns the first answer that is no refusal, else the refusals in words
 */
export const askInTurn = async (
  get: Get,
  ways: readonly Way[],
): Promise<HttpAnswer | { readonly refusals: readonly string[] }> => {
  const refusals: string[] = [];
  for (const way of ways) {
    try {
      const answer = await way.get(get);
      if (!isRefusal(answer)) return answer;
      refusals.push(`${way.name}: ${answer.status}`);
    } catch (error) {
      if (!isNoWay(error)) throw error;
      refusals.push(`${way.name}: ${error.message}`);
    }
  }
  return { refusals };
};

/** A login of the host by HTTP Basic, or by a session of its own SOAP service, which is ended again. */
export const hostLogins = (
  http: Http,
  credential: string,
  { secrets, timeouts }: { readonly secrets: SecretsPort } & Pick<Connections, 'timeouts'>,
  signal: AbortSignal | undefined,
): Way[] => [
  {
    name: 'HTTP Basic',
    get: async (get) => {
      const { username, password } = await secrets.resolve(credential);
      const basic = Buffer.from(`${username}:${password}`).toString('base64');
      http.faults.hide(password);
      http.faults.hide(basic);
      return get({ authorization: `Basic ${basic}` });
    },
  },
  {
    name: 'session of the host',
    get: async (get) => {
      const soap = createSoapClient({ http, credential, secrets, timeouts });
      try {
        return await soap.use({ safe: true, signal }, ({ cookie }) =>
          get({ cookie: `vmware_soap_session=${cookie}` }),
        );
      } finally {
        await soap.close();
      }
    },
  },
];

/** A ticket of vCenter for this one file. */
export const vcenterTicket = (
  connections: Connections,
  vcenter: VCenterRef,
  url: string,
  http: Http,
  signal: AbortSignal | undefined,
): Way => ({
  name: 'ticket of vCenter',
  get: async (get) => {
    const ticket = await acquireTicket(connections.to(vcenter).soap, url, signal);
    http.faults.hide(ticket);
    return get({ cookie: `vmware_cgi_ticket=${ticket}` });
  },
});
