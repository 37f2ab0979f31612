import { z } from 'zod';
import type { SecretsPort } from '../../ports/secrets.js';
import type { TaskRef } from '../../ports/vsphere.js';
import type { Http, HttpAnswer } from '../connection/http.js';
import { writeRefused } from '../connection/faults.js';
import { createSessionHolder, SessionGone } from '../connection/session-holder.js';
import type { RestAnswer, VSphereTimeouts } from '../options.js';
import { answerFault, tryJson } from './errors.js';
import { restOperationOf } from './operations.js';
import { queryOf, type Query } from './path.js';
import { refuseTooOld } from './too-old.js';
import { Nothing } from './schemas.js';

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below `/api`, variables encoded. */
  readonly path: string;
  readonly query?: Query;
  /** Sent as JSON; absent = no body. */
  readonly body?: unknown;
  /** May be repeated without harm: reads, and writes that set a whole value. Default: GET only. */
  readonly safe?: boolean;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** The Automation API of one vCenter, behind one shared session. */
export interface RestClient {
  call<T>(request: RestRequest & { readonly schema: z.ZodType<T> }): Promise<T>;
  /** A call whose answer has no content that matters. */
  send(request: RestRequest): Promise<void>;
  /** Starts a task operation; answers its reference. */
  startTask(request: RestRequest): Promise<TaskRef>;
  readonly server: string;
  fail: Http['faults']['error'];
  close(): Promise<void>;
}

interface RestSession {
  readonly token: string;
}

const sessionHeader = 'vmware-api-session-id';

export const createRestClient = (about: {
  readonly http: Http;
  readonly credential: string;
  readonly secrets: SecretsPort;
  readonly timeouts: VSphereTimeouts;
  /** Refuses whatever is not a read, before anything is sent. */
  readonly readOnly?: boolean;
  /** What the server says of its release without a login; asked when it has no `/api`. */
  readonly product: () => Promise<{ readonly version: string; readonly build: string }>;
  readonly observe?: (answer: RestAnswer) => void;
}): RestClient => {
  const { http, credential, secrets, timeouts, readOnly = false, product, observe } = about;
  const { faults } = http;

  const open = async (): Promise<RestSession> => {
    const { username, password } = await secrets.resolve(credential);
    const basic = Buffer.from(`${username}:${password}`).toString('base64');
    faults.hide(password);
    faults.hide(basic);
    const call = { operation: 'POST /api/session', safe: true };
    const answer = await http.send({
      ...call,
      method: 'POST',
      path: '/api/session',
      headers: { authorization: `Basic ${basic}` },
      timeoutMs: timeouts.request,
    });
    if (answer.status === 401) {
      throw faults.error(`login of credential "${credential}" refused`, {
        ...call,
        kind: 'refused',
        status: 401,
        errorType: 'UNAUTHENTICATED',
      });
    }
    if (answer.status === 404) await refuseTooOld(product, call.operation, faults);
    if (answer.status === 404 && tryJson(answer.body) === undefined) {
      // A proxy says so while the services behind it start; a server that is no vCenter says so for ever.
      const text = 'nothing answers for /api; a vCenter Server from 7.0 U2 on does, once its services run';
      throw faults.error(`${call.operation}: 404, ${text}`, { ...call, kind: 'passing', status: 404 });
    }
    if (answer.status >= 400) throw answerFault(answer, call, faults);
    const token = z.string().min(1).safeParse(tryJson(answer.body)?.value);
    if (!token.success) {
      throw faults.error(`${call.operation}: answered without a session ID`, { ...call, kind: 'protocol' });
    }
    faults.hide(token.data);
    return { token: token.data };
  };

  const end = async ({ token }: RestSession): Promise<void> => {
    await http.send({
      operation: 'DELETE /api/session',
      method: 'DELETE',
      path: '/api/session',
      headers: { [sessionHeader]: token },
      safe: true,
      timeoutMs: timeouts.connect,
    });
  };

  const sessions = createSessionHolder(open, end, ({ refusal }) =>
    faults.error(`${refusal.operation}: the session had ended, nothing was done`, {
      kind: 'passing',
      operation: refusal.operation,
      status: 401,
    }),
  );

  const exchange = async (request: RestRequest): Promise<HttpAnswer> => {
    const path = `/api${request.path}${queryOf(request.query)}`;
    const call = { operation: `${request.method} ${path}`, safe: request.safe ?? request.method === 'GET' };
    const { signal } = request;
    const known = restOperationOf(request);
    if (!known) throw new Error(`${call.operation} is not in the table of operations`);
    if (readOnly && !known.isRead) throw writeRefused(call.operation, faults);
    return sessions.use(
      async ({ token }) => {
        const answer = await http.send({
          ...call,
          method: request.method,
          path,
          headers: {
            [sessionHeader]: token,
            accept: 'application/json',
            ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          timeoutMs: request.timeoutMs ?? timeouts.request,
          ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
          ...(signal ? { signal } : {}),
        });
        if (answer.status === 401) throw new SessionGone(answerFault(answer, call, faults));
        if (answer.status >= 400) throw answerFault(answer, call, faults);
        return answer;
      },
      { safe: call.safe, ...(signal ? { signal } : {}) },
    );
  };

  const call: RestClient['call'] = async ({ schema, ...request }) => {
    const answer = await exchange(request);
    const operation = `${request.method} /api${request.path}${queryOf(request.query)}`;
    // 204 and an empty body read as null, so that a schema can say whether that will do.
    const json = answer.body.length === 0 ? { value: null } : tryJson(answer.body);
    const protocol = (what: string) =>
      faults.error(`${operation}: ${what}`, { kind: 'protocol', operation, status: answer.status });
    if (!json) throw protocol('the answer is not JSON');
    const known = restOperationOf(request);
    if (known) observe?.({ server: faults.server, operation: known, path: request.path, value: json.value });
    const parsed = schema.safeParse(json.value);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw protocol(`unexpected answer at /${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`);
    }
    return parsed.data;
  };

  return {
    call,
    server: faults.server,
    fail: (message, more) => faults.error(message, more),
    send: (request) => call({ ...request, schema: Nothing }),
    startTask: async (request) => {
      const query = { ...request.query, 'vmw-task': true };
      const id = await call({ ...request, query, schema: z.string().min(1) });
      return { kind: 'cis', id };
    },
    close: () => sessions.close(),
  };
};
