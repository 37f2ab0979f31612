import { Context } from '@temporalio/activity';
import type { HostRef } from '../../src/domain/model/inventory.js';
import type { ServicesReading } from '../../src/domain/operations/restart-services/reading.js';
import type { Patience, Watched } from '../../src/activities/watch.js';
import { whyNotHealthyAfter } from '../../src/domain/services/index.js';
import type { StubTrouble } from './stub-shape.js';

interface OnService {
  readonly host: HostRef;
  readonly service: string;
}

const KEYS = ['attestd', 'kmxd'] as const;

/** Services of the stub's TA hosts, with the activities that see and order them. */
export function createStubServices(
  taHosts: readonly HostRef[],
  stub: {
    readonly trouble: StubTrouble;
    readonly effect: (what: string) => void;
    readonly store: (part: unknown) => Promise<{ hash: string }>;
  },
) {
  const { trouble, effect, store } = stub;
  /** By `host service`. */
  const running = new Map<string, boolean>(
    taHosts.flatMap(({ name }) => KEYS.map((key) => [`${name} ${key}`, true] as const)),
  );

  const reading = (): ServicesReading => {
    const silent = taHosts.filter(
      ({ name }) => running.get(`${name} attestd`) !== true || trouble.unhealthy?.() === name,
    );
    const health = silent.length === 0 ? 'OK' : silent.length === taHosts.length ? 'ERROR' : 'WARNING';
    const details = silent.map(({ name }) => `Service attestd of host ${name} does not answer.`);
    return {
      health: { attestation: { health, details }, keyProvider: { health: 'OK', details: [] } },
      taHosts: taHosts.map((ref) => ({
        ref,
        connection: 'connected',
        inMaintenance: false,
        services: KEYS.map((key) => ({
          key,
          label: key,
          running: running.get(`${ref.name} ${key}`) === true,
        })),
      })),
    };
  };
  const order =
    (action: 'start' | 'stop' | 'restart') =>
    async ({ host, service }: OnService): Promise<{ unanswered?: true }> => {
      effect(`${action} ${service} of ${host.name}`);
      if (trouble.orderUnanswered?.(host.name, service) === true) return { unanswered: true };
      const hangs = action !== 'stop' && trouble.serviceHangs?.(host.name, service) !== undefined;
      running.set(`${host.name} ${service}`, action !== 'stop' && !hangs);
      return {};
    };
  const until = async <T>(
    patience: Patience,
    look: () => { readonly done: T } | { readonly have: string },
    failed?: string,
  ): Promise<Watched<T>> => {
    for (;;) {
      const seen = look();
      const now = Date.now();
      if (failed !== undefined && !patience.handedOver) return { state: 'failed', error: failed };
      if (failed === undefined && 'done' in seen)
        return { state: 'done', value: seen.done, startedAtMs: now, noticedAtMs: now };
      if (!patience.handedOver && 'have' in seen) return { state: 'overdue', have: seen.have };
      await Context.current().sleep(50);
    }
  };

  return {
    running,
    reading,
    activities: {
      lookAtServices: async () => reading(),
      surveyServices: async () => store(reading()),
      startService: order('start'),
      stopService: order('stop'),
      restartService: order('restart'),
      awaitService: async (
        input: OnService & { running: boolean; unanswered?: true; patience: Patience },
      ): Promise<Watched<{ running: boolean }>> =>
        until(
          input.patience,
          () =>
            running.get(`${input.host.name} ${input.service}`) === input.running
              ? { done: { running: input.running } }
              : { have: `${input.service} of ${input.host.name} does not run` },
          input.unanswered === true ? 'no answer arrived to the order' : undefined,
        ),
      awaitServicesHealthy: async (input: {
        done: readonly string[];
        left: readonly string[];
        patience: Patience;
      }): Promise<Watched<{ isHealthy: true }>> =>
        until(input.patience, () => {
          const why = whyNotHealthyAfter(input.done, input.left, reading().health);
          return why === null ? { done: { isHealthy: true } } : { have: why.have };
        }),
    },
  };
}
