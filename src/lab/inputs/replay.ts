import { createWireLog } from '../control/wire-log.js';
import { findRoute } from '../control/find-route.js';
import { controlRoutes } from '../control/routes.js';
import type { ControlRoute } from '../control/routes.js';
import { createRestDoor } from '../rest/index.js';
import type { Doors } from '../server/doors.js';
import { hostNamed, listens, vcenterNamed } from '../server/endpoints.js';
import { hostHandler, vcenterHandler } from '../server/handlers.js';
import { createEsxDoor, createSoapDoor } from '../soap/index.js';
import type { LabWorld } from '../world/api.js';
import { createWorld } from '../world/world.js';
import { compareWith } from './compare.js';
import type { Difference } from './compare.js';
import { Entry, RecordingError } from './entry.js';
import type { RequestEntry } from './entry.js';
import { requestFrom, unread } from './request.js';

export interface Replay {
  /** The journal as JSON lines, without wall times. */
  readonly journal: readonly string[];
  /** Requests and calls of the control API that were given to the lab again. */
  readonly inputs: number;
  /** Where the journal first differs from the recorded one. */
  readonly difference?: Difference;
}

type Header = Extract<Entry, { kind: 'lab' }>;

/**
 * Gives a fresh lab of the same estate, seed and start what came into another one, in its order and at its lab times,
 * and compares the journals line by line. Nothing listens and no time passes.
 *
 * @param lines - of a recording; the last one may be cut off, as a killed lab leaves it
 * @throws RecordingError
 */
export async function replayRecording(lines: readonly string[]): Promise<Replay> {
  const whole = lines.filter((line, index) => line !== '' && (index < lines.length - 1 || isJson(line)));
  const [first, ...rest] = whole.map(entryAt);
  if (first?.kind !== 'lab')
    throw new RecordingError('line 1: a recording begins with the lab that it is of');
  const journal: string[] = [];
  const world = worldOf(first, journal);
  const give = createGiver(world);
  const comparison = compareWith(journal);
  let inputs = 0;
  for (const [index, entry] of rest.entries()) {
    const line = index + 2;
    if (entry.kind === 'journal') {
      comparison.expect(line, JSON.stringify(entry.entry));
      continue;
    }
    comparison.expectNoMore(line);
    if (entry.kind === 'lab') throw new RecordingError(`line ${line}: a second lab`);
    if (entry.kind === 'request' || entry.kind === 'control') inputs += 1;
    if (entry.kind === 'end') break;
    await inTurn(() => {
      world.clock.moveTo(entry.t);
      give(entry);
    });
  }
  world.clock.stop();
  const { difference } = comparison;
  return { journal, inputs, ...(difference && { difference }) };
}

function worldOf({ topology, seed, speed, paused, startAt }: Header, journal: string[]): LabWorld {
  return createWorld({
    topology,
    seed,
    speed,
    paused,
    startAt,
    driven: true,
    recorder: {
      write: (entry) => {
        if (entry.kind === 'journal') journal.push(JSON.stringify(entry.entry));
      },
      end() {},
    },
  });
}

/** Everything that follows from it has run when this resolves, as between two turns of a lab. */
const inTurn = (act: () => void): Promise<void> =>
  new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        act();
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      setImmediate(resolve);
    });
  });

/** What each kind of line does. */
function createGiver(world: LabWorld): (entry: Exclude<Entry, { kind: 'lab' | 'journal' | 'end' }>) => void {
  const wire = createWireLog();
  const doors: Doors = {
    rest: createRestDoor(world, wire),
    soap: createSoapDoor(world, wire),
    esx: createEsxDoor(world, wire),
  };
  const routes: ReadonlyMap<string, ControlRoute> = controlRoutes(world, wire);
  const clients = new Map<number, AbortController>();

  function ask(entry: RequestEntry): void {
    const handle =
      entry.door === 'vcenter'
        ? vcenterHandler(world, vcenterNamed(world, entry.server), doors)
        : hostHandler(world, hostNamed(world, entry.server), doors);
    const client = new AbortController();
    clients.set(entry.n, client);
    const over = (): void => void clients.delete(entry.n);
    // An answer is of no interest, and neither is an internal error that was answered as one.
    handle(requestFrom(entry, client.signal), unread()).then(over, over);
  }

  return (entry) => {
    switch (entry.kind) {
      case 'listens':
        listens(world, entry.door, entry.server, entry);
        break;
      case 'request':
        ask(entry);
        break;
      case 'gone':
        clients.get(entry.n)?.abort();
        break;
      case 'control': {
        const { method, path, body } = entry;
        const found = findRoute(routes, method, path);
        // As with requests, an internal error was answered as one.
        (async () => found?.route({ query: new URLSearchParams(), body, id: found.id }))().catch(() => {});
        break;
      }
      case 'waited':
        world.clock.elapse(entry.n);
        break;
      case 'due':
        break;
    }
  };
}

const isJson = (line: string): boolean => {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
};

function entryAt(line: string, index: number): Entry {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new RecordingError(`line ${index + 1}: not JSON`);
  }
  const parsed = Entry.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RecordingError(
    `line ${index + 1}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`,
  );
}
