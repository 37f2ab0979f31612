import type { IncomingMessage } from 'node:http';
import { exchanged } from '../../exchange/exchange.js';
import type { LabSession } from '../../world/model.js';
import type { Result } from '../context.js';
import { notAuthenticated } from '../faults.js';
import { dispatch } from './dispatch.js';
import type { Caller } from './dispatch.js';
import type { SoapRequest } from './request.js';
import { subjectsOf } from './subjects.js';

/** Who calls, as the request tells; the same for both ways of writing vim25. */
export const callerOf = (
  req: IncomingMessage,
  about: Pick<Caller, 'site' | 'version' | 'session' | 'signal'> & {
    readonly onLogin: (session: LabSession) => void;
  },
): Caller => {
  const { onLogin, ...rest } = about;
  return {
    ...rest,
    client: { userAgent: headerOf(req, 'user-agent') ?? '', address: req.socket.remoteAddress ?? '' },
    setCookie: onLogin,
  };
};

export const headerOf = (req: IncomingMessage, name: string): string | undefined => {
  const value = req.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/**
 * Runs a call under the fault of the lab that strikes it, if one does.
 *
 * @param answer - writes the result
 * @returns `cut` = the connection is to be taken away; `unavailable` = 503
 */
export async function underFault<A>(
  request: SoapRequest,
  caller: Caller,
  answer: (result: Result) => A,
): Promise<A | 'cut' | 'unavailable'> {
  const { site } = caller;
  const { method, self } = request;
  const outcome = await exchanged(
    site.world,
    { operation: `${self.type}.${method}`, server: site.name, subjects: subjectsOf(site, self) },
    { run: () => underSession(request, caller, answer), isServed: site.isServed },
  );
  if (outcome === 'cut') return outcome;
  if ('answer' in outcome) return outcome.answer;
  if (outcome.struck === 'http-503') return 'unavailable';
  if (caller.session) site.logout(caller.session);
  throw notAuthenticated(self);
}

/** No await before the call: `fail-task` strikes the next task that starts on this vCenter. */
function underSession<A>(
  request: SoapRequest,
  caller: Caller,
  answer: (result: Result) => A,
): A | Promise<A> {
  // The session may have ended while the request was held.
  if (caller.session && !caller.site.isAlive(caller.session)) throw notAuthenticated(request.self);
  const result = dispatch(request, caller);
  return result instanceof Promise ? result.then(answer) : answer(result);
}
