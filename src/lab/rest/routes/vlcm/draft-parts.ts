import { z } from 'zod';
import { notFound } from '../../errors.js';
import { clusterOf } from '../../lookup.js';
import { noContent, route } from '../../types.js';
import type { Call } from '../../types.js';
import { clusterPath, readSoftware, writeSoftware } from './shapes.js';

const software = `${clusterPath}/software/drafts/{draft}/software`;

/** The depot of the lab holds base images only, so nothing else can be put into a draft. */
function requireDraft(call: Call): void {
  const draft = call.variable('draft');
  if (!clusterOf(call).drafts.has(draft)) throw notFound('draft', draft);
}

function refuse(call: Call, kind: string, name: string): never {
  requireDraft(call);
  throw notFound(kind, name);
}

function remove(call: Call) {
  requireDraft(call);
  return noContent();
}

/** Section 8.3, the parts of a draft besides the base image. */
export const draftPartRoutes = [
  route({
    method: 'PUT',
    path: `${software}/add-on`,
    privilege: writeSoftware,
    body: z.strictObject({ name: z.string(), version: z.string() }),
    answer: (call) => refuse(call, 'add-on', call.body.name),
  }),
  route({
    method: 'GET',
    path: `${software}/add-on`,
    privilege: readSoftware,
    answer: (call) => refuse(call, 'add-on', 'of the draft'),
  }),
  route({ method: 'DELETE', path: `${software}/add-on`, privilege: writeSoftware, answer: remove }),
  route({
    method: 'PATCH',
    path: `${software}/components`,
    privilege: writeSoftware,
    body: z.strictObject({
      components_to_set: z.record(z.string(), z.string()).optional(),
      components_to_delete: z.array(z.string()).optional(),
    }),
    answer(call) {
      const [component] = Object.keys(call.body.components_to_set ?? {});
      return component === undefined ? remove(call) : refuse(call, 'component', component);
    },
  }),
  route({
    method: 'PUT',
    path: `${software}/hardware-support`,
    privilege: writeSoftware,
    body: z.strictObject({
      packages: z.record(
        z.string(),
        z.strictObject({ pkg: z.string().optional(), version: z.string().optional() }),
      ),
    }),
    answer(call) {
      const [manager] = Object.keys(call.body.packages);
      return manager === undefined ? remove(call) : refuse(call, 'hardware support manager', manager);
    },
  }),
  route({ method: 'DELETE', path: `${software}/hardware-support`, privilege: writeSoftware, answer: remove }),
];
