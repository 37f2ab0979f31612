import type { SecretsPort } from '../../ports/secrets.js';
import { writeRefused } from '../connection/faults.js';
import type { Http, HttpAnswer } from '../connection/http.js';
import { gatewayKind, retryAfterSeconds } from '../connection/http.js';
import { createSessionHolder, SessionGone } from '../connection/session-holder.js';
import type { VSphereTimeouts } from '../options.js';
import { kindOfFault, readSoapFault } from './faults.js';
import { readXml, XmlRefused } from './read-xml.js';
import { baselineVersion, clampVersion, negotiate, offeredVersions } from './version.js';
import { envelope, value, type Markup } from './write-xml.js';
import { child, refOf, textAt, type MoRef, type XmlNode } from './xml-node.js';

/** Singletons of one server; their IDs differ between vCenter and ESXi, so they are always read. */
interface ServiceContent {
  readonly propertyCollector: MoRef;
  readonly sessionManager: MoRef;
  readonly rootFolder: MoRef;
  readonly eventManager?: MoRef;
  readonly licenseManager?: MoRef;
}

export interface Invocation {
  readonly self: MoRef;
  readonly method: string;
  readonly parameters?: readonly (Markup | undefined)[];
}

/** A logged-in session in use. */
export interface SoapSession {
  /** Value of the session cookie as received; opens other doors of the same server. */
  readonly cookie: string;
  readonly content: ServiceContent;
  /** Calls a method; answers its response element. A dead session ends the surrounding `use`. */
  invoke(invocation: Invocation): Promise<XmlNode>;
}

export interface SoapClient {
  /**
   * Runs `work` in the shared session. `safe` work may be carried out twice: it is repeated when the session
   * turns out to have ended, and a lost answer is a passing fault instead of an unknown outcome.
   */
  use<T>(
    how: { readonly safe: boolean; readonly signal?: AbortSignal | undefined },
    work: (session: SoapSession) => Promise<T>,
  ): Promise<T>;
  /** Product version and build, which every release tells without a login. */
  product(): Promise<{ readonly version: string; readonly build: string }>;
  fail: Http['faults']['error'];
  close(): Promise<void>;
}

interface OpenSession {
  readonly cookie: string;
  readonly version: string;
  readonly content: ServiceContent;
}

/** Methods that leave the server as it is, login and logout included: all that a read-only client sends. */
const readMethods: ReadonlySet<string> = new Set([
  'RetrieveServiceContent',
  'Login',
  'Logout',
  'CurrentTime',
  'RetrievePropertiesEx',
  'ContinueRetrievePropertiesEx',
  'QueryEvents',
]);

const serviceInstance: MoRef = { type: 'ServiceInstance', value: 'ServiceInstance' };

const cookieOf = (answer: HttpAnswer): string | undefined => {
  const header = answer.headers['set-cookie'];
  const all = header === undefined ? [] : [header].flat();
  // Value as received, quotes included.
  return all.map((line) => /^vmware_soap_session=([^;]+)/.exec(line)?.[1]).find(Boolean);
};

export const createSoapClient = (about: {
  readonly http: Http;
  readonly credential: string;
  readonly secrets: SecretsPort;
  readonly timeouts: VSphereTimeouts;
  /** Refuses whatever is not a read, before anything is sent. */
  readonly readOnly?: boolean;
}): SoapClient => {
  const { http, credential, secrets, timeouts, readOnly = false } = about;
  const { faults } = http;

  /** One call on the wire. */
  const exchange = async (
    { self, method, parameters = [] }: Invocation,
    how: { version: string; cookie?: string; safe: boolean; signal?: AbortSignal | undefined },
  ): Promise<{ answer: HttpAnswer; response: XmlNode }> => {
    const operation = `${self.type}.${method}`;
    if (readOnly && !readMethods.has(method)) throw writeRefused(operation, faults);
    const answer = await http.send({
      operation,
      method: 'POST',
      path: '/sdk',
      headers: {
        'content-type': 'text/xml; charset="utf-8"',
        soapaction: `"urn:vim25/${how.version}"`,
        ...(how.cookie ? { cookie: `vmware_soap_session=${how.cookie}` } : {}),
      },
      body: envelope(method, self, parameters),
      safe: how.safe,
      timeoutMs: timeouts.request,
      ...(how.signal ? { signal: how.signal } : {}),
    });
    return { answer, response: readAnswer(answer, operation, how.safe) };
  };

  const readAnswer = (answer: HttpAnswer, operation: string, safe: boolean): XmlNode => {
    const { status } = answer;
    let body: XmlNode | undefined;
    let refusal = 'no SOAP envelope';
    try {
      body = child(readXml(answer.body.toString('utf8')), 'Body');
    } catch (error) {
      if (!(error instanceof XmlRefused)) throw error;
      refusal = error.message;
    }
    const fault = child(body, 'Fault');
    if (fault) {
      const { type, message } = readSoapFault(fault);
      const error = faults.error(`${operation}: ${type}: ${message}`, {
        kind: kindOfFault(type),
        operation,
        status,
        errorType: type,
      });
      throw type === 'NotAuthenticated' ? new SessionGone(error) : error;
    }
    const response = body?.children[0];
    if (response && status < 400) return response;
    if (status === 401) {
      throw new SessionGone(faults.error(`${operation}: 401`, { kind: 'refused', operation, status }));
    }
    if (status >= 400) {
      const retryAfter = retryAfterSeconds(answer.headers);
      throw faults.error(`${operation}: ${status}, the answer does not come from the API`, {
        kind:
          status >= 500 || status === 429
            ? gatewayKind(status, safe)
            : status === 404
              ? 'not-found'
              : 'refused',
        operation,
        status,
        ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }),
      });
    }
    throw faults.error(`${operation}: unexpected answer: ${refusal}`, {
      kind: 'protocol',
      operation,
      status,
    });
  };

  /** The best version both sides know, asked for without a login. Nothing when the server does not say. */
  const askVersion = async (): Promise<string | undefined> => {
    const operation = 'GET /sdk/vimServiceVersions.xml';
    const answer = await http.send({
      operation,
      method: 'GET',
      path: '/sdk/vimServiceVersions.xml',
      safe: true,
      timeoutMs: timeouts.request,
    });
    if (answer.status !== 200) return undefined;
    try {
      return negotiate(offeredVersions(readXml(answer.body.toString('utf8'))));
    } catch {
      return undefined;
    }
  };

  const retrieveContent = async (version: string) => {
    const { response } = await exchange(
      { self: serviceInstance, method: 'RetrieveServiceContent' },
      { version, safe: true },
    );
    const content = child(response, 'returnval');
    const required = (name: string): MoRef => {
      const found = refOf(child(content, name));
      if (found) return found;
      throw faults.error(`ServiceContent has no ${name}`, {
        kind: 'protocol',
        operation: 'ServiceInstance.RetrieveServiceContent',
      });
    };
    const eventManager = refOf(child(content, 'eventManager'));
    const licenseManager = refOf(child(content, 'licenseManager'));
    return {
      apiVersion: textAt(content, 'about.apiVersion') ?? baselineVersion,
      product: {
        version: textAt(content, 'about.version') ?? '',
        build: textAt(content, 'about.build') ?? '',
      },
      content: {
        propertyCollector: required('propertyCollector'),
        sessionManager: required('sessionManager'),
        rootFolder: required('rootFolder'),
        ...(eventManager ? { eventManager } : {}),
        ...(licenseManager ? { licenseManager } : {}),
      },
    };
  };

  const open = async (): Promise<OpenSession> => {
    const offered = await askVersion();
    const { apiVersion, content } = await retrieveContent(offered ?? baselineVersion);
    const version = offered ?? clampVersion(apiVersion);
    const { username, password } = await secrets.resolve(credential);
    faults.hide(password);
    const { answer } = await exchange(
      {
        self: content.sessionManager,
        method: 'Login',
        parameters: [value('userName', username), value('password', password)],
      },
      { version, safe: true },
    );
    const cookie = cookieOf(answer);
    if (!cookie) {
      const operation = 'SessionManager.Login';
      throw faults.error(`${operation}: answered without a session`, { kind: 'protocol', operation });
    }
    faults.hide(cookie.replaceAll('"', ''));
    return { cookie, version, content };
  };

  const end = async ({ cookie, version, content }: OpenSession): Promise<void> => {
    await exchange({ self: content.sessionManager, method: 'Logout' }, { cookie, version, safe: true });
  };

  const sessions = createSessionHolder(open, end, ({ refusal }) =>
    faults.error(`${refusal.operation}: the session had ended, nothing was done`, {
      kind: 'passing',
      operation: refusal.operation,
      errorType: 'NotAuthenticated',
    }),
  );

  return {
    use: async ({ safe, signal }, work) => {
      // Whatever may not be done twice changes something: not even a login is sent for it.
      if (readOnly && !safe) throw writeRefused('a change through vim25', faults);
      return sessions.use(
        ({ cookie, version, content }) =>
          work({
            cookie,
            content,
            invoke: async (invocation) =>
              (await exchange(invocation, { version, cookie, safe, signal })).response,
          }),
        { safe, ...(signal ? { signal } : {}) },
      );
    },
    product: async () => (await retrieveContent(baselineVersion)).product,
    fail: (message, more) => faults.error(message, more),
    close: () => sessions.close(),
  };
};
