import type { z } from 'zod';
import type { LabWorld } from '../world/api.js';
import type { LabSession, LabTask, LabVCenter } from '../world/model.js';
import type { ListLimits } from './limits.js';
import type { Query } from './query.js';

/** One HTTP exchange as the wire log keeps it; secrets are already gone when it is appended. */
export interface WireExchange {
  readonly wallTime: string;
  readonly vcenter: string;
  /** Login of the session; empty before it is known. */
  readonly login: string;
  readonly method: string;
  /** Path with query, as it came. */
  readonly path: string;
  readonly requestBody: unknown;
  /** HTTP status; 0 when the connection was cut instead of answered. */
  readonly status: number;
  readonly responseBody: unknown;
  /** The answer is a fault's and nothing that the interface says. */
  readonly offContract?: true;
}

/** What the door needs of the lab's wire log. */
export interface WireLog {
  append(exchange: WireExchange): void;
}

/** Settings that the sources leave open or that tests want small. */
export interface RestDoorOptions {
  readonly limits?: Partial<ListLimits>;
  /** Most bytes of one request body. */
  readonly maxBodyBytes?: number;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Status and body of an answer; `body` undefined = no body. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** It tells of what a fault has made of something, as the interface would not. */
  readonly offContract?: boolean;
}

/** A request that needs no session. `Body` is what the route's schema yields. */
export interface OpenCall<Body = unknown> {
  readonly world: LabWorld;
  readonly vcenter: LabVCenter;
  readonly authorization: string | undefined;
  readonly body: Body;
}

/** A request of a logged-in user, checked against its route. `Body` is what the route's schema yields. */
export interface Call<Body = unknown> extends OpenCall<Body> {
  readonly session: LabSession;
  readonly query: Query;
  readonly limits: ListLimits;
  /** Decoded path variable. */
  readonly variable: (name: string) => string;
}

interface RouteBase {
  readonly method: Method;
  /** Template from `/api` on, `/api/vcenter/vm/{vm}`; a trailing slash is accepted when it is written. */
  readonly path: string;
  /** Value of `?action=`; absent = the call has no action. */
  readonly action?: string;
  /** Query parameters besides `action` and `vmw-task`; any other is refused. */
  readonly query?: readonly string[];
  /** Privilege that the session needs; absent = any session. */
  readonly privilege?: string;
  /** First vim API version that knows the call. */
  readonly since?: string;
  /** First vim API version that refuses the call as UNSUPPORTED. */
  readonly removedIn?: string;
  /** The request body (or the answer) is a bare secret and stays out of the wire log. */
  readonly secret?: 'request' | 'response';
}

/** A route as an area file declares it: exactly one of `open`, `answer`, `task`. */
export type RouteSpec<S extends z.ZodType> = RouteBase & {
  /** Schema of the JSON body; absent = no body expected. */
  readonly body?: S;
} & (
    | { readonly open: (call: OpenCall<z.output<S>>) => Reply }
    | { readonly answer: (call: Call<z.output<S>>) => Reply | Promise<Reply> }
    /** A [T] operation: needs `vmw-task=true`, answers 202 with the task's ID. */
    | { readonly task: (call: Call<z.output<S>>) => LabTask }
  );

export interface Route extends RouteBase {
  readonly body?: z.ZodType;
  readonly open?: (call: OpenCall) => Reply;
  readonly answer?: (call: Call) => Reply | Promise<Reply>;
  readonly task?: (call: Call) => LabTask;
}

/** Declares a route; ties the handler's body type to the schema. */
export function route<S extends z.ZodType = z.ZodUndefined>(spec: RouteSpec<S>): Route {
  // Sound: the door passes to the handler what this very schema has parsed.
  return spec as unknown as Route;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const created = (body: unknown): Reply => ({ status: 201, body });
export const noContent = (): Reply => ({ status: 204 });
