import type { LabWorld } from '../world/api.js';
import type { Refusal } from './refusal.js';
import { refusalOf } from './refusal.js';
import type { Caught } from './traps.js';

/** Lab seconds of `slow` when the rule names none. */
const DEFAULT_SLOW_SECONDS = 60;

/** A request that a front door has understood, as fault rules and traps know it. */
export interface Exchange {
  /** `POST /api/…?action=…`, `HostSystem.RebootHost_Task`, `GET /boot_imgdb.tgz`. */
  readonly operation: string;
  /** The same with names for IDs, where the operation has some: `POST /api/…/{cluster}/…`. */
  readonly name?: string;
  /** Name of the vCenter or ESXi host that is asked. */
  readonly server: string;
  /** Names of the hosts that it is about, then of its cluster; none when it is about neither. */
  readonly subjects: readonly string[];
}

/** What the front door does for an exchange. */
export interface Handling<A> {
  /** Carries it out; throws refusals. */
  readonly run: () => A | Promise<A>;
  /** Whether the server is still there, after a wait; a request that waits in a server dies with it. */
  readonly isServed: () => boolean;
}

/**
 * - `cut`: the connection is to be taken away
 * - `half`: the same in the middle of the answer's body
 * - `expired`: the session is to end, and the door says so
 * - `refusal`: what is answered instead
 */
export type Outcome<A> =
  { readonly answer: A } | { readonly half: A } | { readonly refusal: Refusal } | 'cut' | 'expired';

/**
 * The way of every request through traps and fault rules to its effect and back. Lab time goes on while it is held.
 *
 * @throws whatever `run` throws
 */
export async function exchanged<A>(
  world: LabWorld,
  exchange: Exchange,
  { run, isServed }: Handling<A>,
): Promise<Outcome<A>> {
  const caught = world.traps.arrived(exchange);
  const before = caught.filter(({ point }) => point === 'before');
  if (before.length > 0) {
    if ((await held(before)) === 'drop') return 'cut';
    if (!isServed()) return 'cut';
  }

  const fault = world.faults.onExchange(exchange);
  if (fault?.kind === 'reset-before-effect') return 'cut';
  if (fault?.kind === 'expire-session') return 'expired';
  const refusal = fault && refusalOf(fault);
  if (refusal) return { refusal };
  // No await unless a fault asks for one: a task's fault strikes what the request itself starts.
  if (fault?.kind === 'slow') {
    await labSeconds(world, fault.seconds ?? DEFAULT_SLOW_SECONDS);
    if (!isServed()) return 'cut';
  }

  const ended = await settled(() => world.faults.under(fault, run));
  if (fault) world.faults.befall(fault, exchange);
  const after = caught.filter(({ point }) => point !== 'before');
  const sprung = 'answer' in ended ? [...after, ...world.traps.accepted(exchange)] : after;
  if (sprung.length > 0 && (await held(sprung)) === 'drop') return 'cut';
  // Whatever took the server down meanwhile has taken the answer along.
  if (fault?.kind === 'drop-answer-after-effect' || !isServed()) return 'cut';
  if (!('answer' in ended)) throw ended.thrown;
  return fault?.kind === 'half-answer' ? { half: ended.answer } : ended;
}

async function settled<A>(run: () => A | Promise<A>): Promise<{ answer: A } | { thrown: unknown }> {
  try {
    return { answer: await run() };
  } catch (thrown) {
    return { thrown };
  }
}

/** One that drops is enough. */
async function held(traps: readonly Caught[]): Promise<'proceed' | 'drop'> {
  const releases = await Promise.all(traps.map((trap) => trap.hold()));
  return releases.includes('drop') ? 'drop' : 'proceed';
}

/** Resolves after so many seconds of lab time. */
const labSeconds = (world: LabWorld, seconds: number): Promise<void> =>
  new Promise((resolve) => {
    world.clock.after(seconds, resolve);
  });
