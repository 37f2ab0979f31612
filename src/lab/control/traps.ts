import { ANY_EFFECT } from '../exchange/traps.js';
import type { TrapSpec } from '../exchange/traps.js';
import type { LabWorld } from '../world/api.js';
import { mistakesOf, ReleaseBody, TrapBody } from './bodies.js';
import { operationMistake, subjectMistake, targetMistake } from './names.js';
import type { Answer, ControlRequest, ControlRoute } from './routes.js';

/** Longest `?wait=`, wall seconds. */
const MAX_WAIT = 600;

const bad = (mistakes: readonly { field: string; problem: string }[]): Answer => ({
  status: 400,
  json: { error: 'not a trap', mistakes },
});

/** Traps for single exchanges. */
export function trapRoutes(world: LabWorld): [string, ControlRoute][] {
  const { traps } = world;
  const unknown = (id: string): Answer => ({
    status: 404,
    json: { error: `no trap ${id}`, traps: traps.list().map((trap) => trap.id) },
  });

  async function look({ id, query }: ControlRequest): Promise<Answer> {
    const text = query.get('wait') ?? '0';
    const seconds = Number(text);
    if (!(seconds >= 0 && seconds <= MAX_WAIT))
      return bad([{ field: 'wait', problem: `allowed: 0 to ${MAX_WAIT} seconds, found ${text}` }]);
    const trap = await traps.wait(id, seconds);
    return trap ? { status: 200, json: trap } : unknown(id);
  }
  function release({ id, body }: ControlRequest): Answer {
    const parsed = ReleaseBody.safeParse(body ?? {});
    if (!parsed.success) return bad(mistakesOf(parsed.error.issues));
    const trap = traps.get(id);
    if (!trap) return unknown(id);
    if (!traps.release(id, parsed.data.how))
      return { status: 409, json: { error: `${id} holds nothing: it is ${trap.state}` } };
    return { status: 200, json: traps.get(id) };
  }

  return [
    ['GET /lab/traps', () => ({ status: 200, json: traps.list() })],
    ['POST /lab/traps', ({ body }) => setTrap(world, body)],
    ['GET /lab/traps/{id}', look],
    ['POST /lab/traps/{id}/release', release],
    [
      'DELETE /lab/traps/{id}',
      ({ id }) => (traps.remove(id) ? { status: 200, json: { removed: id } } : unknown(id)),
    ],
  ];
}

function setTrap(world: LabWorld, body: unknown): Answer {
  const parsed = TrapBody.safeParse(body);
  if (!parsed.success) return bad(mistakesOf(parsed.error.issues));
  const { operation, target, host } = parsed.data;
  const mistakes = [
    operation === ANY_EFFECT ? undefined : operationMistake(operation),
    target === undefined ? undefined : targetMistake(world, target),
    host === undefined ? undefined : subjectMistake(world, host),
  ].filter((mistake) => mistake !== undefined);
  if (mistakes.length > 0) return bad(mistakes);
  const spec = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  return { status: 201, json: world.traps.add(spec as unknown as TrapSpec) };
}
