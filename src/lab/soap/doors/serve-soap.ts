import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireLog } from '../../control/wire-log.js';
import type { OperationFault } from '../../world/api.js';
import type { LabSession } from '../../world/model.js';
import type { Site } from '../context.js';
import { faultOf, notAuthenticated } from '../faults.js';
import { namingTask } from '../objects/task-in-the-way.js';
import { negotiate } from '../versions.js';
import { answerXml, faultXml, versionMismatchXml } from './answer.js';
import { checkRequest } from './check-request.js';
import { dispatch, requireSession } from './dispatch.js';
import type { Caller } from './dispatch.js';
import { cookie, readSoapRequest } from './request.js';
import type { SoapRequest } from './request.js';
import { loggedRequest, loggedResult } from './wire-entry.js';

export const SESSION_COOKIE = 'vmware_soap_session';

/** An answer, and what the wire log says of it. */
interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly logged: unknown;
}

const xml = (status: number, body: string, logged: unknown): Answer => ({
  status,
  type: 'text/xml; charset=utf-8',
  body,
  logged,
});

const unavailable: Answer = {
  status: 503,
  type: 'text/plain',
  body: 'Service Unavailable\n',
  logged: 'Service Unavailable',
};

/** Answers `POST /sdk`: one call in, its result or its fault out, faults of the lab in between. */
export async function serveSoap(
  site: Site,
  wire: WireLog,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  const session = site.session(cookie(req, SESSION_COOKIE));
  let login = session?.user.name ?? '';
  let newCookie: LabSession | undefined;
  let logged: unknown;

  const serve = async (): Promise<Answer | 'cut'> => {
    const negotiated = negotiate(headerOf(req, 'soapaction'), site.apiVersion);
    const version = 'version' in negotiated ? negotiated.version : site.apiVersion;
    let request: SoapRequest | undefined;
    try {
      request = await readSoapRequest(req);
      logged = loggedRequest(request);
      if ('unsupported' in negotiated) {
        return xml(500, versionMismatchXml(negotiated.unsupported), { fault: 'VersionMismatch' });
      }
      const caller: Caller = {
        site,
        version,
        session,
        client: { userAgent: headerOf(req, 'user-agent') ?? '', address: req.socket.remoteAddress ?? '' },
        signal: gone.signal,
        setCookie(opened) {
          newCookie = opened;
          login = opened.user.name;
          wire.hide(opened.id);
        },
      };
      requireSession(request, caller);
      checkRequest(request, version);
      return await underFault(request, caller);
    } catch (thrown) {
      const fault = namingTask(faultOf(thrown, request?.self), request?.self, site);
      return xml(500, faultXml(fault, version), { fault: fault.type, message: fault.message });
    }
  };

  const underFault = async (request: SoapRequest, caller: Caller): Promise<Answer | 'cut'> => {
    const fault = site.world.faults.onOperation(`${request.self.type}.${request.method}`, site.name);
    if (fault?.kind === 'reset-before-effect') return 'cut';
    if (fault?.kind === 'http-503') return unavailable;
    // No await unless a fault asks for one: `fail-task` strikes the next task that starts on this vCenter.
    if (fault?.kind === 'slow') await labSeconds(site, fault);
    if (fault?.kind === 'expire-session') {
      if (caller.session) site.logout(caller.session);
      throw notAuthenticated(request.self);
    }
    const call = async (): Promise<Answer> => {
      const result = await dispatch(request, caller);
      return xml(200, answerXml(request.method, result, caller.version), loggedResult(result));
    };
    if (fault?.kind !== 'drop-answer-after-effect') return call();
    await call().catch(() => undefined);
    return 'cut';
  };

  const answer = await serve();
  wire.append({
    wallTime: new Date().toISOString(),
    vcenter: site.name,
    login,
    method: 'POST',
    path: req.url ?? '/sdk',
    requestBody: logged,
    status: answer === 'cut' ? 0 : answer.status,
    responseBody: answer === 'cut' ? null : answer.logged,
  });
  if (answer === 'cut') {
    req.socket.destroy();
    return;
  }
  if (newCookie) {
    res.setHeader('Set-Cookie', `${SESSION_COOKIE}="${newCookie.id}"; Path=/; HttpOnly; Secure`);
  }
  res.writeHead(answer.status, {
    'Content-Type': answer.type,
    'Content-Length': Buffer.byteLength(answer.body),
    'Cache-Control': 'no-cache',
  });
  res.end(answer.body);
}

const headerOf = (req: IncomingMessage, name: string): string | undefined => {
  const value = req.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

const labSeconds = ({ world }: Site, { seconds }: Extract<OperationFault, { kind: 'slow' }>): Promise<void> =>
  new Promise((resolve) => {
    world.clock.after(seconds, resolve);
  });
