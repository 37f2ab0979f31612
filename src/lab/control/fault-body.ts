import { z } from 'zod';
import { FAULT_KINDS, FAULTS, takesOperation } from '../faults/catalogue.js';
import type { Parameter } from '../faults/row.js';
import type { FaultSpec } from '../faults/rule.js';
import type { LabWorld } from '../world/api.js';
import { mistakesOf } from './bodies.js';
import { among, hostNames, operationMistake, subjectMistake, targetNames } from './names.js';
import type { Mistake } from './names.js';

const seconds = z.number().positive().max(31_536_000);

/** Body of `POST /lab/faults`; which fields a kind takes says its row in the catalogue. */
export const FaultBody = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  operation: z.string().min(1).optional(),
  target: z.string().min(1).optional(),
  host: z.string().min(1).optional(),
  /** Strikes at the n-th match alone: the same as `skip` n-1 and `count` 1. */
  occurrence: z.number().int().min(1).optional(),
  count: z.number().int().min(0).optional(),
  skip: z.number().int().min(0).optional(),
  rate: z.number().min(0).max(1).optional(),
  seconds: seconds.optional(),
  status: z.union([z.literal(429), z.literal(503)]).optional(),
  body: z.enum(['error', 'html', 'none']).optional(),
  retryAfter: z.number().int().min(0).max(3_600).optional(),
  hosts: z.array(z.string().min(1)).optional(),
  setting: z.enum(['tpm-settings', 'principal', 'key-provider']).optional(),
  does: z.enum(['reboot', 'remediate', 'enter-maintenance']).optional(),
  skew: z.number().optional(),
  service: z.enum(['attestd', 'kmxd', 'kmxa']).optional(),
});
export type FaultBody = z.infer<typeof FaultBody>;

/** Fields that only some kinds take. */
const PARAMETERS: readonly Parameter[] = [
  'seconds',
  'status',
  'body',
  'retryAfter',
  'hosts',
  'setting',
  'does',
  'skew',
  'service',
];

/** A fault rule from what somebody has sent, or what is wrong with it. */
export function readFault(
  world: LabWorld,
  body: unknown,
): { readonly spec: FaultSpec } | { readonly mistakes: readonly { field: string; problem: string }[] } {
  const parsed = FaultBody.safeParse(body);
  if (!parsed.success) return { mistakes: mistakesOf(parsed.error.issues) };
  const mistakes = mistakesIn(world, parsed.data);
  if (mistakes.length > 0) return { mistakes };
  const { occurrence, ...rest } = parsed.data;
  const fields = { ...rest, ...(occurrence === undefined ? {} : { skip: occurrence - 1, count: 1 }) };
  const spec = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { spec: spec as unknown as FaultSpec };
}

function mistakesIn(world: LabWorld, fault: FaultBody): { field: string; problem: string }[] {
  const { kind, operation, target, host, occurrence, skip, count, hosts } = fault;
  const row = FAULTS[kind];
  const isOfRequests = takesOperation(kind);
  const unknown = PARAMETERS.filter((name) => fault[name] !== undefined && !row.parameters?.[name]);
  const found: Mistake[] = [
    ...unknown.map((field) => ({ field, problem: `${kind} does not take it` })),
    operation === undefined
      ? undefined
      : isOfRequests
        ? operationMistake(operation)
        : { field: 'operation', problem: `${kind} strikes no request` },
    host === undefined
      ? undefined
      : isOfRequests
        ? subjectMistake(world, host)
        : { field: 'host', problem: `${kind} strikes no request; what it strikes is its target` },
    target === undefined
      ? row.needsTarget === true
        ? { field: 'target', problem: `needed: ${targetNames(world, row.strikes).join(', ')}` }
        : undefined
      : among('target', target, targetNames(world, row.strikes)),
    occurrence !== undefined && (skip ?? count) !== undefined
      ? { field: 'occurrence', problem: 'allowed without skip and count' }
      : undefined,
    ...(hosts ?? []).map((name) => among('hosts', name, hostNames(world))),
  ];
  return found.filter((mistake) => mistake !== undefined);
}
