import { buildOf } from '../topology/release-numbers.js';
import type { LabWorld } from '../world/api.js';
import { LabError } from '../world/model.js';
import { ClockBody, mistakesOf, UpgradeBody } from './bodies.js';
import { readFault } from './fault-body.js';
import { actByHand, PeopleBody } from './people.js';
import { refereeSays, refereeSaysOf } from './referee.js';
import { stateOf } from './state.js';
import { trapRoutes } from './traps.js';
import type { WireLog } from './wire-log.js';

/** An answer of the control API; `lines` are sent as JSON lines. */
export type Answer =
  | { readonly status: number; readonly json: unknown }
  | { readonly status: 200; readonly lines: Iterable<unknown> };

export interface ControlRequest {
  readonly query: URLSearchParams;
  /** Parsed body of a POST. */
  readonly body: unknown;
  /** The part of the path that `{id}` stands for. */
  readonly id: string;
}

export type ControlRoute = (request: ControlRequest) => Answer | Promise<Answer>;

const ok = (json: unknown): Answer => ({ status: 200, json });
const bad = (json: unknown): Answer => ({ status: 400, json });

/** Routes by `METHOD /path`; `{id}` stands for one path segment. */
export function controlRoutes(world: LabWorld, wire: WireLog): ReadonlyMap<string, ControlRoute> {
  const after = ({ query }: ControlRequest): number => Number(query.get('after') ?? 0) || 0;
  return new Map<string, ControlRoute>([
    ['GET /lab/state', () => ok(stateOf(world))],
    [
      'GET /lab/journal',
      (request) => ({ status: 200, lines: world.journal.entries.filter(({ seq }) => seq > after(request)) }),
    ],
    ['GET /lab/wire', (request) => ({ status: 200, lines: wire.read(after(request)) })],
    ['GET /lab/referee', (request) => refereeSaysOf(world, request)],
    ['POST /lab/referee', ({ body }) => refereeSays(world, body)],
    ['GET /lab/faults', () => ok(world.faults.list())],
    ['POST /lab/faults', ({ body }) => addFault(world, body)],
    [
      'DELETE /lab/faults',
      () => {
        world.faults.clear();
        return ok({ removed: 'all' });
      },
    ],
    [
      'DELETE /lab/faults/{id}',
      ({ id }) =>
        world.faults.remove(id)
          ? ok({ removed: id })
          : {
              status: 404,
              json: { error: `no fault ${id}`, faults: world.faults.list().map((rule) => rule.id) },
            },
    ],
    ...trapRoutes(world),
    ['POST /lab/people', ({ body }) => letPeopleAct(world, body)],
    ['POST /lab/clock', ({ body }) => setClock(world, body)],
    ['POST /lab/vcenters/{id}/upgrade', ({ id, body }) => upgradeVCenter(world, id, body)],
    ['GET /lab/accounts', () => ok(accountsOf(world))],
    ['GET /lab/key-servers', () => ok(keyServersOf(world))],
  ]);
}

function addFault(world: LabWorld, body: unknown): Answer {
  const read = readFault(world, body);
  if ('mistakes' in read) return bad({ error: 'not a fault', mistakes: read.mistakes });
  return { status: 201, json: world.faults.add(read.spec) };
}

function letPeopleAct(world: LabWorld, body: unknown): Answer {
  const parsed = PeopleBody.safeParse(body);
  if (!parsed.success)
    return bad({ error: 'nothing that people do', mistakes: mistakesOf(parsed.error.issues) });
  const outcome = actByHand(world, parsed.data);
  return { status: 'begun' in outcome ? 202 : 409, json: outcome };
}

function setClock(world: LabWorld, body: unknown): Answer {
  const parsed = ClockBody.safeParse(body);
  if (!parsed.success) return bad({ error: 'not a clock action', mistakes: mistakesOf(parsed.error.issues) });
  const action = parsed.data;
  const { clock } = world;
  switch (action.action) {
    case 'pause':
      clock.pause();
      break;
    case 'resume':
      clock.resume();
      break;
    case 'speed':
      clock.setSpeed(action.speed);
      break;
    case 'step':
      if (!clock.paused)
        return bad({ error: 'only a paused clock can be stepped: POST {"action":"pause"} first' });
      clock.step(action.seconds);
      break;
  }
  return ok({ labTime: clock.iso(), paused: clock.paused, speed: clock.speed });
}

/** Plays the people who upgrade a vCenter with the installer. */
function upgradeVCenter(world: LabWorld, name: string, body: unknown): Answer {
  const vcenter = world.vcenters.get(name);
  if (!vcenter) {
    return { status: 404, json: { error: `no vCenter ${name}`, vcenters: [...world.vcenters.keys()] } };
  }
  const parsed = UpgradeBody.safeParse(body);
  if (!parsed.success) return bad({ error: 'not an upgrade', mistakes: mistakesOf(parsed.error.issues) });
  const { version, build = buildOf(version) } = parsed.data;
  if (build === undefined) {
    const problem = `needed: the lab does not know the build of ${version}`;
    return bad({ error: 'not an upgrade', mistakes: [{ field: 'build', problem }] });
  }
  const from = vcenter.version;
  try {
    world.upgradeVCenter(vcenter, { ...parsed.data, build });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return { status: 409, json: { error: error.message } };
  }
  return { status: 202, json: { vcenter: name, from, version, build } };
}

/** What the administrators of the key servers know, by key provider: login, and key of the client they let in. */
function keyServersOf({ keyServers }: LabWorld): unknown {
  return keyServers.map(({ provider, hostname, login, client }) => ({
    provider,
    hostname,
    ...login,
    privateKey: client.privateKey,
  }));
}

function accountsOf(world: LabWorld): unknown {
  return [...world.vcenters.values()].map((vcenter) => ({
    vcenter: vcenter.name,
    role: vcenter.role,
    users: vcenter.users.map(({ name, password, groups }) => ({ name, password, groups })),
    hostUsers: world.hostUsers(vcenter).map(({ name, password }) => ({ name, password })),
  }));
}
