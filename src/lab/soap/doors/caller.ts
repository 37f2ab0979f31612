import { exchanged } from '../../exchange/exchange.js';
import type { Refusal } from '../../exchange/refusal.js';
import type { LabRequest } from '../../inputs/request.js';
import type { LabSession } from '../../world/model.js';
import type { Result } from '../context.js';
import { notAuthenticated, VimFault } from '../faults.js';
import { dispatch } from './dispatch.js';
import type { Caller } from './dispatch.js';
import type { SoapRequest } from './request.js';
import { subjectsOf } from './subjects.js';

/** Who calls, as the request tells; the same for both ways of writing vim25. */
export const callerOf = (
  req: LabRequest,
  about: Pick<Caller, 'site' | 'version' | 'session'> & {
    readonly onLogin: (session: LabSession) => void;
  },
): Caller => {
  const { onLogin, ...rest } = about;
  return {
    ...rest,
    signal: req.gone,
    client: { userAgent: headerOf(req, 'user-agent') ?? '', address: req.address },
    setCookie: onLogin,
  };
};

export const headerOf = (req: LabRequest, name: string): string | undefined => {
  const value = req.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** An answer, half of one, what a proxy answers instead, or a connection that is cut. */
export type Answered<A> = A | { readonly half: A } | { readonly refusal: Refusal } | 'cut';

/**
 * Runs a call under the traps and faults of the lab that strike it.
 *
 * @param answer - writes the result
 */
export async function underFault<A extends object>(
  request: SoapRequest,
  caller: Caller,
  answer: (result: Result) => A,
): Promise<Answered<A>> {
  const { site } = caller;
  const { method, self } = request;
  const outcome = await exchanged(
    site.world,
    { operation: `${self.type}.${method}`, server: site.name, subjects: subjectsOf(site, self) },
    { run: () => underSession(request, caller, answer), isServed: site.isServed },
  );
  if (outcome === 'expired') {
    if (caller.session) site.logout(caller.session);
    throw notAuthenticated(self);
  }
  if (outcome === 'cut' || 'half' in outcome) return outcome;
  if ('answer' in outcome) return outcome.answer;
  const { status, body } = outcome.refusal;
  if (status === 500 && body === 'error') {
    const reason = 'An internal error occurred.';
    throw new VimFault('SystemError', `A general system error occurred: ${reason}`, { reason });
  }
  return outcome;
}

/** No await before the call: a task's fault strikes what the call itself starts. */
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
