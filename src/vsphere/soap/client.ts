import type { SecretsPort } from '../../ports/secrets.js';
import { AnswerRefused } from '../connection/answer-refused.js';
import { unreadable, writeRefused } from '../connection/faults.js';
import type { Http, HttpAnswer } from '../connection/http.js';
import { mostBytes } from '../connection/limits.js';
import { readText } from '../connection/read-json.js';
import { createSessionHolder } from '../connection/session-holder.js';
import type { VSphereTimeouts } from '../options.js';
import { readSoapAnswer } from './read-answer.js';
import { readXml } from './read-xml.js';
import { readContent, type ServiceContent } from './service-content.js';
import { baselineVersion, clampVersion, negotiate, offeredVersions } from './version.js';
import { envelope, value, type Markup } from './write-xml.js';
import { textAt, type MoRef, type XmlNode } from './xml-node.js';

export interface Invocation {
  readonly self: MoRef;
  readonly method: string;
  readonly parameters?: readonly (Markup | undefined)[];
}

/** A logged-in session in use. */
export interface SoapSession {
  /** Value of the session cookie as received; opens other doors of the same server. */
  readonly cookie: string;
  /** Whom the server takes us for, as its tasks name us. */
  readonly login: string;
  readonly content: ServiceContent;
  /**
   * Calls a method and reads its response element. A dead session ends the surrounding `use`.
   *
   * @param read - throws `AnswerRefused` for what it cannot read
   */
  invoke<T>(invocation: Invocation, read: (response: XmlNode) => T): Promise<T>;
}

export interface SoapClient {
  /**
   * Runs `work` in the shared session. `safe` work may be carried out twice: it is repeated when the session
   * turns out to have ended, and a lost answer is a passing fault instead of an unknown outcome. Properties that
   * `work` cannot read (`AnswerRefused`) are an error of their own.
   */
  use<T>(
    how: { readonly safe: boolean; readonly signal?: AbortSignal | undefined },
    work: (session: SoapSession) => Promise<T>,
  ): Promise<T>;
  /** Product version and build, which every release tells without a login. */
  product(): Promise<{ readonly version: string; readonly build: string }>;
  fail: Http['faults']['error'];
  /** Keeps a secret that goes into a call out of errors and logs. */
  hide(secret: string): void;
  close(): Promise<void>;
}

interface OpenSession {
  readonly cookie: string;
  readonly login: string;
  readonly version: string;
  readonly content: ServiceContent;
}

const queryMethods: ReadonlySet<string> = new Set([
  'CurrentTime',
  'RetrievePropertiesEx',
  'ContinueRetrievePropertiesEx',
  'QueryEvents',
  'HasUserPrivilegeOnEntities',
  'RetrieveUserGroups',
  'QueryDateTime',
  'QueryHostStatus',
  'QuerySyncingVsanObjects',
]);

/** Methods that leave the server as it is, login and logout included: all that a read-only client sends. */
export const readMethods: ReadonlySet<string> = new Set([
  ...queryMethods,
  'RetrieveServiceContent',
  'Login',
  'Logout',
]);

const serviceInstance: MoRef = { type: 'ServiceInstance', value: 'ServiceInstance' };

/** A session that can go into a header as it came, quotes included; RFC 6265 allows these characters. */
const cookieValue = /^vmware_soap_session=("?[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{1,1024}"?)(?:;|$)/;

const cookieOf = (answer: HttpAnswer): string | undefined => {
  const header = answer.headers['set-cookie'];
  const all = header === undefined ? [] : [header].flat();
  return all.map((line) => cookieValue.exec(line)?.[1]).find(Boolean);
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
  const exchange = async <T>(
    { self, method, parameters = [] }: Invocation,
    how: {
      version: string;
      cookie?: string;
      safe: boolean;
      signal?: AbortSignal | undefined;
      maxBytes?: number;
    },
    read: (response: XmlNode, answer: HttpAnswer) => T,
  ): Promise<T> => {
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
      maxBytes: how.maxBytes ?? mostBytes.soap,
      goesFirst: !queryMethods.has(method),
      ...(how.signal ? { signal: how.signal } : {}),
    });
    return readSoapAnswer(answer, { operation, method, safe: how.safe }, faults, (response) =>
      read(response, answer),
    );
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
      maxBytes: mostBytes.session,
    });
    if (answer.status !== 200) return undefined;
    try {
      return negotiate(offeredVersions(readXml(readText(answer.body))));
    } catch (error) {
      if (error instanceof AnswerRefused) return undefined;
      throw error;
    }
  };

  const retrieveContent = (version: string) =>
    exchange(
      { self: serviceInstance, method: 'RetrieveServiceContent' },
      { version, safe: true },
      readContent,
    );

  const open = async (): Promise<OpenSession> => {
    const offered = await askVersion();
    const { apiVersion, content } = await retrieveContent(offered ?? baselineVersion);
    const version = offered ?? clampVersion(apiVersion);
    const { username, password } = await secrets.resolve(credential);
    faults.hide(password);
    const { cookie, login } = await exchange(
      {
        self: content.sessionManager,
        method: 'Login',
        parameters: [value('userName', username), value('password', password)],
      },
      { version, safe: true, maxBytes: mostBytes.session },
      (response, answer) => {
        const found = cookieOf(answer);
        if (!found) throw new AnswerRefused('answered without a session that can be used');
        return { cookie: found, login: textAt(response, 'returnval.userName') ?? username };
      },
    );
    faults.hide(cookie.replaceAll('"', ''));
    return { cookie, login, version, content };
  };

  const end = ({ cookie, version, content }: OpenSession): Promise<void> =>
    exchange(
      { self: content.sessionManager, method: 'Logout' },
      { cookie, version, safe: true, maxBytes: mostBytes.session },
      () => undefined,
    );

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
        async ({ cookie, login, version, content }) => {
          try {
            return await work({
              cookie,
              login,
              content,
              invoke: (invocation, read) => exchange(invocation, { version, cookie, safe, signal }, read),
            });
          } catch (error) {
            if (!(error instanceof AnswerRefused)) throw error;
            const operation = 'PropertyCollector.RetrievePropertiesEx';
            throw unreadable(faults, { operation, safe }, error.message);
          }
        },
        { safe, ...(signal ? { signal } : {}) },
      );
    },
    product: async () => (await retrieveContent(baselineVersion)).product,
    fail: (message, more) => faults.error(message, more),
    hide: (secret) => faults.hide(secret),
    close: () => sessions.close(),
  };
};
