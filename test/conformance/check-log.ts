import { checkAnswer } from './answers.js';
import { createErrors, isOfProxy } from './errors.js';
import { operationKey, type Facts, type Operation } from './facts.js';
import { addressOf, createFinder, type Address } from './operations.js';
import { windowAt, type Sighting, type Window } from './releases.js';
import { checkRequest } from './requests.js';
import { createTasks } from './tasks.js';
import { createValues, isObject, tooNew } from './values.js';
import type { Violation } from './violation.js';

/** One line of `GET /lab/wire`. */
export interface Exchange {
  readonly seq: number;
  readonly vcenter: string;
  readonly method: string;
  readonly path: string;
  readonly requestBody?: unknown;
  /** 0 = the connection was cut. */
  readonly status: number;
  readonly responseBody?: unknown;
  /** The lab answered with a fault of its own instead of as the interface does. */
  readonly offContract?: boolean;
}

export interface Verdict {
  /** Exchanges of `/api`, all of them checked. */
  readonly exchanges: number;
  /** Lines about something else: SOAP, image databases. */
  readonly others: number;
  /** Exchanges without an answer; their requests were checked. */
  readonly unanswered: number;
  /** Bodies that were too long for the log, or a proxy's: not checked. */
  readonly uncheckedBodies: number;
  /** By key of the operation: how often it was answered with success. */
  readonly seen: ReadonlyMap<string, number>;
  readonly violations: readonly (Violation & { readonly exchange: Exchange })[];
}

/** How the log ends a body that is too long for it. */
const cut = /… \(\d+ characters\)$/;
const isCut = (body: unknown): boolean => typeof body === 'string' && cut.test(body);

/** Compares every exchange of one log, oldest first, with the facts. */
export function checkLog(facts: Facts, log: readonly Exchange[]): Verdict {
  const values = createValues(facts);
  const errors = createErrors(facts, values);
  const tasks = createTasks(facts, values, errors);
  const find = createFinder(facts);
  const releases = releasesIn(log);
  const withApi = new Set(log.filter(isOfApi).map(({ vcenter }) => vcenter));
  const seen = new Map<string, number>();
  const violations: (Violation & { exchange: Exchange })[] = [];
  let exchanges = 0;
  let unanswered = 0;
  let uncheckedBodies = 0;

  function checkResponse(operation: Operation, exchange: Exchange, address: Address, window: Window) {
    const { status, responseBody, vcenter } = exchange;
    if (status === 0) {
      unanswered += 1;
      return [];
    }
    if (
      exchange.offContract === true ||
      isCut(responseBody) ||
      isOfProxy(status, responseBody, withApi.has(vcenter))
    ) {
      uncheckedBodies += 1;
      return [];
    }
    if (status >= 400) return errors.checkAnswer(operation, status, responseBody, window);
    const wrong = checkAnswer(operation, status, responseBody, {
      vcenter,
      lastSegment: decodeURIComponent(address.path.split('/').at(-1) ?? ''),
      excludeResult: leavesOutResult(exchange, address),
      window,
      values,
      tasks,
    });
    const key = operationKey(operation);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return [...tooNew(operation.since, 'request.path', window), ...wrong];
  }

  for (const [index, exchange] of log.entries()) {
    const address = addressOf(exchange.method, exchange.path);
    if (!address) continue;
    exchanges += 1;
    const window = windowAt(releases.get(exchange.vcenter) ?? [], index);
    const { operation, violations: wrong } = find(address);
    if (isCut(exchange.requestBody)) uncheckedBodies += 1;
    const all = [
      ...wrong,
      ...(operation && !isCut(exchange.requestBody)
        ? checkRequest(operation, address, exchange.requestBody, { values, window })
        : []),
      ...(operation ? checkResponse(operation, exchange, address, window) : []),
    ];
    violations.push(...all.map((each) => ({ ...each, exchange })));
  }
  return { exchanges, others: log.length - exchanges, unanswered, uncheckedBodies, seen, violations };
}

/** Whether the caller wanted tasks without their results. */
function leavesOutResult({ requestBody }: Exchange, { query }: Address): boolean {
  const spec = isObject(requestBody) ? requestBody['result_spec'] : undefined;
  return query.get('exclude_result') === 'true' || (isObject(spec) && spec['exclude_result'] === true);
}

/** Something that only the API itself can have said. */
const isOfApi = ({ method, path, status, responseBody }: Exchange): boolean =>
  addressOf(method, path) !== undefined &&
  status > 0 &&
  (status < 400 || (isObject(responseBody) && 'error_type' in responseBody));

const install = /^\/api\/appliance\/update\/pending\/([^/?]+)\?action=(?:stage-and-)?install$/;

/** What each vCenter said about its own version, and which ones it was told to install; places in the log. */
function releasesIn(log: readonly Exchange[]): Map<string, Sighting[]> {
  const found = new Map<string, Sighting[]>();
  for (const [index, exchange] of log.entries()) {
    const ordered = install.exec(exchange.path)?.[1];
    const version = ordered ?? toldVersion(exchange);
    if (version === undefined) continue;
    const sighting = { index, version, isOrder: ordered !== undefined };
    found.set(exchange.vcenter, [...(found.get(exchange.vcenter) ?? []), sighting]);
  }
  return found;
}

function toldVersion({ method, path, status, responseBody }: Exchange): string | undefined {
  if (method !== 'GET' || path !== '/api/appliance/system/version' || status !== 200) return undefined;
  const version = isObject(responseBody) ? responseBody['version'] : undefined;
  return typeof version === 'string' ? version : undefined;
}
