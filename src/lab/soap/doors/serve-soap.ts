import type { WireLog } from '../../control/wire-log.js';
import { sendHalf, sendRefusal } from '../../exchange/wire.js';
import type { LabRequest, LabResponse } from '../../inputs/request.js';
import type { LabSession } from '../../world/model.js';
import type { Site } from '../context.js';
import { faultOf } from '../faults.js';
import { namingTask } from '../objects/task-in-the-way.js';
import { negotiate } from '../versions.js';
import { answerXml, faultXml, versionMismatchXml } from './answer.js';
import { callerOf, headerOf, underFault } from './caller.js';
import type { Answered } from './caller.js';
import { checkRequest } from './check-request.js';
import { requireSession } from './dispatch.js';
import { cookie, readSoapRequest } from './request.js';
import type { SoapRequest } from './request.js';
import { loggedRequest, loggedResult, logOf } from './wire-entry.js';

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

/** Answers `POST /sdk`: one call in, its result or its fault out, faults of the lab in between. */
export async function serveSoap(site: Site, wire: WireLog, req: LabRequest, res: LabResponse): Promise<void> {
  const session = site.session(cookie(req, SESSION_COOKIE));
  let login = session?.user.name ?? '';
  let newCookie: LabSession | undefined;
  let logged: unknown;

  const serve = async (): Promise<Answered<Answer>> => {
    const negotiated = negotiate(headerOf(req, 'soapaction'), site.apiVersion);
    const version = 'version' in negotiated ? negotiated.version : site.apiVersion;
    let request: SoapRequest | undefined;
    try {
      request = readSoapRequest(req);
      logged = loggedRequest(request);
      if ('unsupported' in negotiated) {
        return xml(500, versionMismatchXml(negotiated.unsupported), { fault: 'VersionMismatch' });
      }
      const caller = callerOf(req, {
        site,
        version,
        session,
        onLogin(opened) {
          newCookie = opened;
          login = opened.user.name;
          wire.hide(opened.id);
        },
      });
      requireSession(request, caller);
      checkRequest(request, version);
      const { method } = request;
      return await underFault(request, caller, (result) =>
        xml(200, answerXml(method, result, version), loggedResult(result)),
      );
    } catch (thrown) {
      const fault = namingTask(faultOf(thrown, request?.self), request?.self, site);
      return xml(500, faultXml(fault, version), { fault: fault.type, message: fault.message });
    }
  };

  const answer = await serve();
  wire.append({
    wallTime: new Date().toISOString(),
    vcenter: site.name,
    login,
    method: 'POST',
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
  if (newCookie) {
    res.setHeader('Set-Cookie', `${SESSION_COOKIE}="${newCookie.id}"; Path=/; HttpOnly; Secure`);
  }
  if ('half' in answer) {
    sendHalf(req, res, answer.half.status, answer.half);
    return;
  }
  res.writeHead(answer.status, {
    'Content-Type': answer.type,
    'Content-Length': Buffer.byteLength(answer.body),
    'Cache-Control': 'no-cache',
  });
  res.end(answer.body);
}
