import type { Client } from '@temporalio/client';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger, type ActivityInterceptorsFactory } from '@temporalio/worker';
import type { VSphereDependencies } from '../../src/activities/index.js';
import type { Patience } from '../../src/activities/watch.js';
import type { Estate, VCenterRef } from '../../src/domain/model/estate.js';
import { VSphereError, type FaultKind } from '../../src/ports/errors.js';
import type { VSpherePorts } from '../../src/ports/vsphere.js';
import { anEstate } from './builders.js';
import { memoryBlobs } from './memory-blobs.js';

type Port = Exclude<keyof VSpherePorts, 'close'>;
type Answers = { readonly [P in Port]?: Partial<VSpherePorts[P]> };

const PORTS: readonly Port[] = [
  'appliance',
  'trustAuthority',
  'trustedSide',
  'hosts',
  'lifecycle',
  'tasks',
  'readiness',
  'services',
  'evidence',
  'membership',
  'registrations',
];

/**
 * vSphere as far as a test says what it answers; any other call fails and is named. `calls` holds what was asked, in
 * order, as `hosts.enterMaintenance`.
 */
export function fakeVSphere(answers: Answers): VSphereDependencies & { readonly calls: string[] } {
  const calls: string[] = [];
  const portOf = (port: Port): object =>
    new Proxy(answers[port] ?? {}, {
      get: (given, method) => {
        const name = `${port}.${String(method)}`;
        const answer: unknown = Reflect.get(given, method);
        return async (...args: unknown[]): Promise<unknown> => {
          calls.push(name);
          if (typeof answer !== 'function') throw new Error(`${name} was not expected`);
          return answer(...args);
        };
      },
    });
  const ports = Object.fromEntries(PORTS.map((port) => [port, portOf(port)]));
  // So many estate seconds in one real second that every watch looks at its shortest interval.
  return {
    vsphere: ports as unknown as VSpherePorts,
    blobs: memoryBlobs(),
    timeScale: 1_000_000,
    calls,
  };
}

/** One answer after another; the last one stays. Errors are thrown. */
export function inTurn<T>(...answers: readonly (T | Error)[]): () => Promise<T> {
  let next = 0;
  return async () => {
    const answer = answers[Math.min(next++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return answer as T;
  };
}

/** An error as the vSphere clients throw it. */
export function aFault(
  kind: FaultKind,
  about: { errorType?: string; status?: number; messageId?: string; retryAfterSeconds?: number } = {},
): VSphereError {
  return new VSphereError(`a ${kind} fault`, { kind, operation: 'GET /api/x', server: 'vc', ...about });
}

type Info = NonNullable<ConstructorParameters<typeof MockActivityEnvironment>[0]>;

/** What surrounds an activity in a worker, without a server; `seen` collects the heartbeats. */
export function anEnvironment(
  info: Info = {},
  interceptors: ActivityInterceptorsFactory[] = [],
  client?: Client,
) {
  // Activities that fail are what many tests are about: no lines about them.
  const env = new MockActivityEnvironment(info, {
    interceptors,
    logger: new DefaultLogger('ERROR'),
    ...(client === undefined ? {} : { client }),
  });
  const seen: unknown[] = [];
  env.on('heartbeat', (details) => seen.push(details));
  const run = <A extends unknown[], R>(activity: (...args: A) => Promise<R>, ...args: A): Promise<R> =>
    env.run(activity, ...args);
  return { run, seen, env, cancel: () => env.cancel() };
}

/** Runs one activity as a worker would. */
export async function inActivity<A extends unknown[], R>(
  activity: (...args: A) => Promise<R>,
  ...args: A
): Promise<R> {
  return anEnvironment().run(activity, ...args);
}

/** Patience of a watch that has just begun. */
export function aPatience(change: Partial<Patience> = {}): Patience {
  return { sinceMs: Date.now(), patient: false, handedOver: false, ...change };
}

export const AUTHORITY_VC: VCenterRef = anEstate().authority.vcenter;
export const TRUSTED_SIDE = sideOf(anEstate());
export const TRUSTED_VC: VCenterRef = TRUSTED_SIDE.vcenter;

function sideOf({ trusted: [side] }: Estate): Estate['trusted'][number] {
  if (side === undefined) throw new Error('the estate of the builders has a trusted side');
  return side;
}
