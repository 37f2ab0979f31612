import { z } from 'zod';
import type { SecretsPort } from '../../ports/secrets.js';
import type { TaskRef } from '../../ports/vsphere.js';
import { AnswerRefused } from '../connection/answer-refused.js';
import type { Http, HttpAnswer } from '../connection/http.js';
import { unreadable, writeRefused, type CallAbout } from '../connection/faults.js';
import { mostBytes } from '../connection/limits.js';
import { readJson } from '../connection/read-json.js';
import { createSessionHolder, SessionGone } from '../connection/session-holder.js';
import type { RestAnswer, VSphereTimeouts } from '../options.js';
import { answerFault } from './errors.js';
import { restOperationOf } from './operations.js';
import { queryOf, type Query } from './path.js';
import { Id, Nothing } from './schemas.js';
import { refuseTooOld } from './too-old.js';

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

/** It goes into a header as it is. Never shown, not even when it is refused. */
const Token = z.string().regex(/^[\x21-\x7e]{1,1024}$/, 'is no session ID');

/** The JSON of an answer; 204 and an empty body are null, so that a schema can say whether that will do. */
const jsonOf = ({ body }: HttpAnswer): unknown => (body.length === 0 ? null : readJson(body));

const parse = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AnswerRefused(`unexpected answer at /${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`);
};

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

  /** What `read` makes of an answer; one that cannot be read is an error of this call. */
  const reading = <T>(call: CallAbout, answer: HttpAnswer, read: (value: unknown) => T): T => {
    try {
      return read(jsonOf(answer));
    } catch (error) {
      if (!(error instanceof AnswerRefused)) throw error;
      throw unreadable(faults, call, error.message, answer.status);
    }
  };

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
      maxBytes: mostBytes.session,
      goesFirst: true,
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
    if (answer.status >= 400) {
      const fault = answerFault(answer, call, faults);
      if (answer.status !== 404 || fault.errorType !== undefined) throw fault;
      // A proxy says so while the services behind it start; a server that is no vCenter says so for ever.
      const text = 'nothing answers for /api; a vCenter Server from 7.0 U2 on does, once its services run';
      throw faults.error(`${call.operation}: 404, ${text}`, { ...call, kind: 'passing', status: 404 });
    }
    const token = reading(call, answer, (value) => parse(Token, value));
    faults.hide(token);
    return { token };
  };

  const end = async ({ token }: RestSession): Promise<void> => {
    await http.send({
      operation: 'DELETE /api/session',
      method: 'DELETE',
      path: '/api/session',
      headers: { [sessionHeader]: token },
      safe: true,
      timeoutMs: timeouts.connect,
      maxBytes: mostBytes.session,
      goesFirst: true,
    });
  };

  const sessions = createSessionHolder(open, end, ({ refusal }) =>
    faults.error(`${refusal.operation}: the session had ended, nothing was done`, {
      kind: 'passing',
      operation: refusal.operation,
      status: 401,
    }),
  );

  const aboutOf = (request: RestRequest): CallAbout & { path: string } => {
    const path = `/api${request.path}${queryOf(request.query)}`;
    return {
      path,
      operation: `${request.method} ${path}`,
      safe: request.safe ?? request.method === 'GET',
    };
  };

  const exchange = async (request: RestRequest): Promise<HttpAnswer> => {
    const call = aboutOf(request);
    const { signal } = request;
    const known = restOperationOf(request);
    if (!known) throw new Error(`${call.operation} is not in the table of operations`);
    if (readOnly && !known.isRead) throw writeRefused(call.operation, faults);
    return sessions.use(
      async ({ token }) => {
        const answer = await http.send({
          ...call,
          method: request.method,
          headers: {
            [sessionHeader]: token,
            accept: 'application/json',
            ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          timeoutMs: request.timeoutMs ?? timeouts.request,
          maxBytes: mostBytes.rest,
          goesFirst: !known.isRead,
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

  const call: RestClient['call'] = async ({ schema, ...request }) =>
    reading(aboutOf(request), await exchange(request), (value) => {
      const operation = restOperationOf(request);
      if (operation) observe?.({ server: faults.server, operation, path: request.path, value });
      return parse(schema, value);
    });

  return {
    call,
    server: faults.server,
    fail: (message, more) => faults.error(message, more),
    send: (request) => call({ ...request, schema: Nothing }),
    startTask: async (request) => {
      const query = { ...request.query, 'vmw-task': true };
      const id = await call({ ...request, query, schema: Id });
      return { kind: 'cis', id };
    },
    close: () => sessions.close(),
  };
};
