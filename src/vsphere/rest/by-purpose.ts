import { VSphereError } from '../../ports/errors.js';
import type { RestClient, RestRequest } from './client.js';

const TRUST = '/vcenter/trusted-infrastructure/';
/** TPMs of hosts: a privilege of hosts, which every release keeps. */
const HOSTS = `${TRUST}hosts/`;
const TASKS = '/cis/tasks';

const isTrust = ({ path }: RestRequest): boolean => path.startsWith(TRUST) && !path.startsWith(HOSTS);

/**
 * One vCenter behind two logins (2.4): the vTA configuration with the one, all else with the other. Whose tasks a login
 * may see is not documented: lists are asked of both, and a task that the first does not show of the second.
 */
export function createRestByPurpose(own: RestClient, trust: RestClient): RestClient {
  const of = (request: RestRequest): RestClient => (isTrust(request) ? trust : own);
  return {
    async call(request) {
      if (request.path === TASKS) {
        const [first, second] = await Promise.all([own.call(request), trust.call(request)]);
        return { ...first, ...second };
      }
      if (!request.path.startsWith(`${TASKS}/`)) return of(request).call(request);
      try {
        return await own.call(request);
      } catch (error) {
        if (!(error instanceof VSphereError) || !['not-found', 'refused'].includes(error.kind)) throw error;
        return trust.call(request);
      }
    },
    send: (request) => of(request).send(request),
    startTask: (request) => of(request).startTask(request),
    server: own.server,
    fail: own.fail,
    close: async () => void (await Promise.all([own.close(), trust.close()])),
  };
}
