import type { WireLog } from '../control/wire-log.js';
import { sendHalf, sendRefusal } from '../exchange/wire.js';
import type { LabRequest, LabResponse } from '../inputs/request.js';
import type { LabSession } from '../world/model.js';
import type { Site } from '../soap/context.js';
import { callerOf, headerOf, underFault } from '../soap/doors/caller.js';
import type { Answered } from '../soap/doors/caller.js';
import { checkRequest } from '../soap/doors/check-request.js';
import { requireSession } from '../soap/doors/dispatch.js';
import type { SoapRequest } from '../soap/doors/request.js';
import { loggedRequest, loggedResult, logOf } from '../soap/doors/wire-entry.js';
import { faultOf } from '../soap/faults.js';
import { namingTask } from '../soap/objects/task-in-the-way.js';
import { methodOf } from '../soap/schema/index.js';
import { isApiRelease } from '../soap/versions.js';
import { JsonRenderer } from './render.js';
import { methodRequest, propertyRequest, targetOf } from './request.js';

export const SESSION_HEADER = 'vmware-api-session-id';

/** `body` undefined = none. */
interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly logged: unknown;
}

const notFound: Answer = { status: 404, logged: 'not found' };

/** Answers one request below `/sdk/vim25/`: the same objects and methods as SOAP, written in JSON. */
export async function serveViJson(
  site: Site,
  wire: WireLog,
  req: LabRequest,
  res: LabResponse,
): Promise<void> {
  const session = site.session(headerOf(req, SESSION_HEADER));
  let login = session?.user.name ?? '';
  let opened: LabSession | undefined;
  let logged: unknown;

  const serve = async (): Promise<Answered<Answer>> => {
    const target = targetOf(req.url);
    const isRead = req.method === 'GET';
    if (!target || !isApiRelease(target.release, site.apiVersion)) return notFound;
    if (!isRead && req.method !== 'POST') return notFound;
    const renderer = new JsonRenderer(target.release);
    let request: SoapRequest | undefined;
    try {
      request = isRead ? propertyRequest(target) : methodRequest(target, req);
      logged = loggedRequest(request);
      const caller = callerOf(req, {
        site,
        version: target.release,
        session,
        onLogin(made) {
          opened = made;
          login = made.user.name;
          wire.hide(made.id);
        },
      });
      requireSession(request, caller);
      checkRequest(request, target.release);
      const isVoid = methodOf(target.type, request.method)?.result === 'void';
      return await underFault(request, caller, (result): Answer => {
        if (isVoid) return { status: 204, logged: null };
        const body = result && renderer.result(result);
        return { status: 200, body, logged: loggedResult(result) };
      });
    } catch (thrown) {
      const fault = namingTask(faultOf(thrown, request?.self), request?.self, site);
      const { type, message, details } = fault;
      return { status: 500, body: renderer.fault(type, message, details), logged: { fault: type, message } };
    }
  };

  const answer = await serve();
  wire.append({
    wallTime: new Date().toISOString(),
    vcenter: site.name,
    login,
    method: req.method,
    path: req.url,
    requestBody: logged,
    ...logOf(answer, ({ status, logged: responseBody }) => ({ status, responseBody })),
  });
  if (answer === 'cut') {
    req.cut();
    return;
  }
  if ('refusal' in answer) {
    sendRefusal(res, answer.refusal);
    return;
  }
  if (opened) res.setHeader(SESSION_HEADER, opened.id);
  if ('half' in answer) {
    const { status, body } = answer.half;
    sendHalf(req, res, status, { type: 'application/json', body: JSON.stringify(body) ?? '' });
    return;
  }
  send(res, answer);
}

/** No value is no body. */
function send(res: LabResponse, { status, body }: Answer): void {
  if (body === undefined) {
    res.writeHead(status).end();
    return;
  }
  const text = JSON.stringify(body);
  res.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
  res.end(text);
}
