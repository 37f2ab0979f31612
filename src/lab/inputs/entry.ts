import { z } from 'zod';
import { Topology } from '../topology/schema.js';

/** A recording that cannot be written or replayed; the message says why. */
export class RecordingError extends Error {}

/** Changed whenever older recordings cannot be replayed any more. */
export const FORMAT = 1;

/** Lab time at which it came, milliseconds since the epoch, not rounded. */
const t = z.number();

const Headers = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const Request = z.strictObject({
  kind: z.literal('request'),
  t,
  /** Counted from 1; `gone` refers to it. */
  n: z.number(),
  door: z.enum(['vcenter', 'host']),
  /** Name of the vCenter or ESXi host that is asked. */
  server: z.string(),
  method: z.string(),
  url: z.string(),
  headers: Headers,
  /** Peer of the connection. */
  address: z.string(),
  /** Absent = empty. */
  body: z.string().optional(),
  /** The body when it is no UTF-8 text. */
  base64: z.string().optional(),
  /** Bytes of a body that was too long to be kept. */
  tooLong: z.number().optional(),
});
export type RequestEntry = z.infer<typeof Request>;

const Listens = z.strictObject({
  kind: z.literal('listens'),
  t,
  door: z.enum(['vcenter', 'host']),
  server: z.string(),
  port: z.number(),
  certPem: z.string(),
  sha1: z.string(),
  sha256: z.string(),
});
export type ListensEntry = z.infer<typeof Listens>;

/**
 * One line of a recording. The first is `lab`; the others stand in the order in which they were taken in, each before
 * it had an effect, with the entries of the journal that followed from it behind it.
 */
export const Entry = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('lab'),
    format: z.literal(FORMAT),
    topology: Topology,
    seed: z.number(),
    speed: z.number(),
    paused: z.boolean(),
    startAt: z.number(),
  }),
  /** A server listens, or shows another certificate. */
  Listens,
  Request,
  /** The client of a request that was not answered yet has gone away. */
  z.strictObject({ kind: z.literal('gone'), t, n: z.number() }),
  /** A call of the control API that changes something. */
  z.strictObject({
    kind: z.literal('control'),
    t,
    method: z.string(),
    path: z.string(),
    body: z.unknown().optional(),
  }),
  /** Something was due by `t`. */
  z.strictObject({ kind: z.literal('due'), t }),
  /** A limit in wall time was over: the `n`th that was begun. */
  z.strictObject({ kind: z.literal('waited'), t, n: z.number() }),
  /** An entry of the journal without its wall time, which is that of the machine. */
  z.strictObject({ kind: z.literal('journal'), entry: z.unknown() }),
  /** The lab was stopped; absent when its process was killed. */
  z.strictObject({ kind: z.literal('end') }),
]);
export type Entry = z.infer<typeof Entry>;
