import { exchanged } from '../exchange/exchange.js';
import { proxyPage } from '../exchange/refusal.js';
import type { Refusal } from '../exchange/refusal.js';
import { sendHalf, sendRefusal } from '../exchange/wire.js';
import { MAX_KEPT_BYTES } from '../inputs/request.js';
import type { LabRequest, LabResponse } from '../inputs/request.js';
import type { Assumptions } from '../topology/assumptions.js';
import type { LabWorld } from '../world/api.js';
import type { LabSession, LabTask, LabVCenter } from '../world/model.js';
import { offers } from '../world/releases.js';
import { styled } from './answer-style.js';
import { challenge, errorBody, faultOf, httpStatus, restError } from './errors.js';
import { defaultLimits } from './limits.js';
import { checkParameters, createQuery } from './query.js';
import { redactedRequest, redactedResponse } from './redact.js';
import { startedTask } from './refused-task.js';
import { checkBody, readJsonBody } from './request-body.js';
import { createRouter } from './router.js';
import { restRoutes } from './routes/index.js';
import { subjectsOf } from './subjects.js';
import type { Call, Reply, RestDoorOptions, Route, WireExchange, WireLog } from './types.js';
import { atLeast } from './wire-values.js';

/** Answers one request to the Automation API of one vCenter. */
export type RestDoor = (vcenter: LabVCenter, req: LabRequest, res: LabResponse) => Promise<void>;

/** What the wire log and the sender need to know, filled in as a request is understood. */
interface Progress {
  login: string;
  requestBody: unknown;
  route: Route | undefined;
}

/** An answer; `half` = its connection is cut in the middle; `refusal` = a proxy answers; `cut` = nothing is answered. */
type Served = Reply | { readonly half: Reply } | { readonly refusal: Refusal } | 'cut';

/**
 * The Automation API (`/api`) of every simulated vCenter over one world: routes, session and privilege checks, tasks,
 * errors, faults and the wire log. The caller owns the servers.
 */
export function createRestDoor(world: LabWorld, wire: WireLog, options: RestDoorOptions = {}): RestDoor {
  const find = createRouter(restRoutes);
  const limits = { ...defaultLimits, ...options.limits };
  const { assumptions } = world;

  /** Answer to a started task; whether it names the place of the task is not documented (vsphere-rest 3.1). */
  const accepted = ({ cisId }: LabTask): Reply => ({
    status: 202,
    body: cisId,
    ...(assumptions.taskLocation === 'sent'
      ? { headers: { Location: `/api/cis/tasks/${encodeURIComponent(cisId)}` } }
      : {}),
  });

  async function serve(vcenter: LabVCenter, req: LabRequest, progress: Progress): Promise<Served> {
    // Not an answer of the interface, which is not there: the proxy knows no such path.
    if (!offers(vcenter, 'apiStyle')) return { status: 404 };
    const url = new URL(req.url, 'https://vcenter');
    const action = url.searchParams.get('action') ?? undefined;
    const { method } = req;
    progress.requestBody = readJsonBody(req, options.maxBodyBytes ?? MAX_KEPT_BYTES);

    const isOpen = method === 'POST' && openCalls.includes(`${url.pathname} ${action ?? ''}`.trim());
    const session = isOpen ? undefined : liveSession(vcenter, req);
    progress.login = session?.user.name ?? '';

    const task = url.searchParams.get('vmw-task') === 'true';
    const { route, variables } = find({ method, path: url.pathname, action, task });
    progress.route = route;
    checkVersion(route, vcenter, assumptions);

    const run = async (): Promise<Reply> => {
      const { authorization } = req.headers;
      const ignoreUnknown = assumptions.unknownFields === 'ignored';
      const open = () => ({
        world,
        vcenter,
        authorization,
        body: checkBody(route.body, progress.requestBody, ignoreUnknown),
      });
      if (route.open !== undefined) return route.open(open());
      // It may have ended while the request was held.
      if (session === undefined || !vcenter.sessions.has(session.id)) throw unauthenticated();
      if (!ignoreUnknown) checkParameters(url.searchParams, route.query ?? []);
      const call: Call = {
        ...open(),
        session,
        limits,
        query: createQuery(url.searchParams),
        variable: (name) => variables.get(name) ?? '',
      };
      if (route.privilege !== undefined) world.requirePrivilege(session, route.privilege);
      if (route.task !== undefined) return accepted(startedTask(route, route.task, call));
      if (route.answer === undefined) throw new Error(`route ${route.path} has no handler`);
      return await route.answer(call);
    };
    const withAction = (place: string): string =>
      `${method} ${place}${action === undefined ? '' : `?action=${action}`}`;
    const outcome = await exchanged(
      world,
      {
        operation: withAction(url.pathname),
        name: withAction(route.path),
        server: vcenter.name,
        subjects: subjectsOf(vcenter, variables, { action, body: progress.requestBody }),
      },
      { run, isServed: () => vcenter.api === 'up' },
    );
    if (outcome === 'expired') {
      if (session !== undefined) world.logout(vcenter, session.id);
      throw restError('UNAUTHENTICATED', 'The session has expired.');
    }
    if (outcome === 'cut' || 'half' in outcome) return outcome;
    if ('answer' in outcome) return outcome.answer;
    if (outcome.refusal.body === 'error') throw ownError(outcome.refusal);
    return outcome;
  }

  function liveSession(vcenter: LabVCenter, req: LabRequest): LabSession {
    const header = req.headers['vmware-api-session-id'];
    const session = world.session(vcenter, Array.isArray(header) ? header[0] : header);
    if (session === undefined || !isVisible(session, vcenter)) throw unauthenticated();
    return session;
  }

  return async (vcenter, req, res) => {
    const progress: Progress = { login: '', requestBody: undefined, route: undefined };
    const served = await serve(vcenter, req, progress).catch((thrown: unknown): Reply => {
      const fault = faultOf(thrown);
      return { status: httpStatus(fault.rest), body: errorBody(fault) };
    });
    const path = req.url;
    const reply = replyOf(served);
    const shown = reply && { ...reply, body: styled(path, reply.body, assumptions) };
    const isHalf = served !== 'cut' && 'half' in served;
    wire.append({
      wallTime: new Date().toISOString(),
      vcenter: vcenter.name,
      login: progress.login,
      method: req.method,
      path,
      requestBody: redactedRequest(progress.route, progress.requestBody),
      ...(shown === undefined || isHalf ? loggedWithout(served) : loggedReply(progress.route, shown)),
    });
    if (shown && isHalf) {
      const body = JSON.stringify(shown.body) ?? '';
      sendHalf(req, res, shown.status, { type: 'application/json', body });
    } else if (shown) send(res, shown);
    else if (served !== 'cut' && 'refusal' in served) sendRefusal(res, served.refusal);
    else req.cut();
  };
}

const replyOf = (served: Served): Reply | undefined =>
  served === 'cut' || 'refusal' in served ? undefined : 'half' in served ? served.half : served;

const loggedReply = (
  route: Route | undefined,
  reply: Reply,
): Pick<WireExchange, 'status' | 'responseBody' | 'offContract'> => ({
  status: reply.status,
  responseBody: responseBody(route, reply),
  ...(reply.offContract === true ? { offContract: true } : {}),
});

/** Without an answer of the interface: the log says so, for whoever compares it with the contract. */
function loggedWithout(served: Served): Pick<WireExchange, 'status' | 'responseBody' | 'offContract'> {
  if (served === 'cut' || !('refusal' in served)) return { status: 0, responseBody: null };
  const { status, body } = served.refusal;
  return { status, responseBody: body === 'none' ? null : proxyPage(status), offContract: true };
}

/** The interface's own word for a status that a fault asks for. */
const ownError = ({ status }: Refusal): Error =>
  status === 500
    ? restError('INTERNAL_SERVER_ERROR', 'An internal error occurred.')
    : restError('SERVICE_UNAVAILABLE', 'The service is temporarily unavailable.');

/** An error is never the secret that the route would have answered. */
const responseBody = (route: Route | undefined, reply: Reply): unknown =>
  redactedResponse(reply.status < 400 ? route : undefined, reply.body);

/** A session of vim25 is one of this interface where the release has one for both (vim-and-vcsim.md 1.4). */
const isVisible = ({ door }: LabSession, vcenter: LabVCenter): boolean =>
  door === 'rest' || offers(vcenter, 'sharedSessions');

/** What needs no session: path and action. */
const openCalls: readonly string[] = ['/api/session', '/api/vcenter/system hello'];

const unauthenticated = (): Error =>
  restError('UNAUTHENTICATED', 'This method requires authentication.', {
    messageId: 'com.vmware.vapi.endpoint.method.authentication.required',
  });

/** A call that this release does not know is no operation; one that it has dropped answers UNSUPPORTED. */
function checkVersion(route: Route, vcenter: LabVCenter, { removedCalls }: Assumptions): void {
  if (route.since !== undefined && !atLeast(vcenter.apiVersion, route.since))
    throw restError(
      'OPERATION_NOT_FOUND',
      `This vCenter has API ${vcenter.apiVersion}; the call came in ${route.since}.`,
    );
  if (route.removedIn !== undefined && atLeast(vcenter.apiVersion, route.removedIn))
    throw restError(
      removedType[removedCalls],
      `vSphere Trust Authority is not available from ${route.removedIn} on.`,
    );
}

/** What vSphere 9 answers is not documented (vsphere-rest 12). */
const removedType = {
  unsupported: 'UNSUPPORTED',
  'not-found': 'OPERATION_NOT_FOUND',
  unavailable: 'SERVICE_UNAVAILABLE',
} as const;

function send(res: LabResponse, { status, body, headers = {} }: Reply): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (status === 401) res.setHeader('WWW-Authenticate', challenge);
  res.statusCode = status;
  if (body === undefined) {
    res.end();
    return;
  }
  const text = JSON.stringify(body);
  res.setHeader('Content-Type', 'application/json');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}
