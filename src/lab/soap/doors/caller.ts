import type { IncomingMessage } from 'node:http';
import type { LabSession } from '../../world/model.js';
import type { Result, Site } from '../context.js';
import { notAuthenticated } from '../faults.js';
import { dispatch } from './dispatch.js';
import type { Caller } from './dispatch.js';
import type { SoapRequest } from './request.js';

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
  const fault = site.world.faults.onOperation(`${request.self.type}.${request.method}`, site.name);
  if (fault?.kind === 'reset-before-effect') return 'cut';
  if (fault?.kind === 'http-503') return 'unavailable';
  // No await unless a fault asks for one: `fail-task` strikes the next task that starts on this vCenter.
  if (fault?.kind === 'slow') await labSeconds(site, fault.seconds);
  if (fault?.kind === 'expire-session') {
    if (caller.session) site.logout(caller.session);
    throw notAuthenticated(request.self);
  }
  const call = async (): Promise<A> => answer(await dispatch(request, caller));
  if (fault?.kind !== 'drop-answer-after-effect') return call();
  await call().catch(() => undefined);
  return 'cut';
}

const labSeconds = ({ world }: Site, seconds: number): Promise<void> =>
  new Promise((resolve) => {
    world.clock.after(seconds, resolve);
  });
