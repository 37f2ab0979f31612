import type { z } from 'zod';
import type { LabTaConfig } from '../../../world/model.js';
import { changingTask, readingTask } from '../../as-task.js';
import { notFound, restError } from '../../errors.js';
import { route } from '../../types.js';
import type { Route } from '../../types.js';
import { changeEverywhere, createEverywhere, gather, healthOf } from './ta-config.js';

export interface NamedItems<T, S extends z.ZodType<{ name: string }>> {
  readonly path: string;
  readonly service: string;
  /** What a message calls one of them. */
  readonly noun: string;
  readonly kind: 'caCertificate' | 'endorsementKey';
  readonly read: string;
  readonly write: string;
  readonly pick: (ta: LabTaConfig) => Map<string, T>;
  readonly show: (item: T) => Record<string, unknown>;
  readonly body: S;
  readonly make: (body: z.output<S>) => T;
}

/** List, get, create, delete of things that every TA host keeps by name. */
export function namedItemRoutes<T, S extends z.ZodType<{ name: string }>>(items: NamedItems<T, S>): Route[] {
  const { path, service, noun, kind, read, write, pick, show, body, make } = items;
  return [
    route({
      method: 'GET',
      path,
      privilege: read,
      task: readingTask(service, 'list', ({ world }, cluster) =>
        [...gather(cluster, pick).keys()].map((name) => ({
          name,
          health: world.taHealth(cluster, { kind, key: name }).health,
        })),
      ),
    }),
    route({
      method: 'GET',
      path: `${path}/{name}`,
      privilege: read,
      task: readingTask(service, 'get', ({ world, variable }, cluster) => {
        const name = variable('name');
        const found = gather(cluster, pick).get(name);
        if (found === undefined) throw notFound(noun, name);
        return { ...show(found), ...healthOf(world, cluster, { kind, key: name }) };
      }),
    }),
    route({
      method: 'POST',
      path,
      privilege: write,
      body,
      task: changingTask(service, 'create', (call, cluster) => {
        const { name } = call.body;
        const isKnown = createEverywhere(cluster, pick, name, make(call.body));
        call.world.configurationChanged(cluster, call.session, `${kind}/${name}`);
        if (isKnown) throw restError('ALREADY_EXISTS', `The ${noun} '${name}' exists already.`);
      }),
    }),
    route({
      method: 'DELETE',
      path: `${path}/{name}`,
      privilege: write,
      task: changingTask(service, 'delete', ({ world, session, variable }, cluster) => {
        const name = variable('name');
        if (!gather(cluster, pick).has(name)) throw notFound(noun, name);
        changeEverywhere(cluster, (ta) => pick(ta).delete(name));
        world.configurationChanged(cluster, session, `${kind}/${name}`);
      }),
    }),
  ];
}
