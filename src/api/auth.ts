import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiRecordsPort } from '../ports/api-records.js';
import type { Role, UserRecord } from '../ports/records.js';
import { ApiProblem } from './problems.js';
import { hashToken, isSameHash } from './tokens.js';

/** Who may use a route: everybody, everybody who is logged in, or holders of one of these roles. */
export type Access = 'open' | 'any' | readonly Role[];

export type Caller = Pick<UserRecord, 'name' | 'roles'>;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    caller: Caller | null;
  }
}

const TOKEN = /^Bearer (vta_[A-Za-z0-9_-]{43})$/i;

/** Checks the bearer token before a body is read. A route that says nothing about its access is closed. */
export function requireLogin(app: FastifyInstance, records: ApiRecordsPort): void {
  app.decorateRequest('caller', null);
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const { access } = request.routeOptions.config;
    if (access === 'open') return;
    const caller = await callerOf(request, records);
    request.caller = caller;
    if (access === 'any') return;
    if (access?.some((role) => caller.roles.includes(role))) return;
    throw new ApiProblem(403, 'not-permitted', {
      detail: `${caller.name} has the roles ${caller.roles.join(', ') || 'none'}; this needs ${access?.join(' or ') ?? 'a role that does not exist'}.`,
    });
  });
}

async function callerOf(request: FastifyRequest, records: ApiRecordsPort): Promise<Caller> {
  const header = request.headers.authorization;
  const token = header === undefined ? undefined : TOKEN.exec(header)?.[1];
  if (token === undefined) throw unauthenticated(header === undefined ? '' : ', error="invalid_request"');
  const hash = hashToken(token);
  const user = await findUser(records, hash);
  if (user === undefined || !isSameHash(user.tokenHash, hash))
    throw unauthenticated(', error="invalid_token"');
  return { name: user.name, roles: user.roles };
}

async function findUser(records: ApiRecordsPort, hash: string): Promise<UserRecord | undefined> {
  try {
    return await records.findUserByTokenHash(hash);
  } catch {
    throw new ApiProblem(503, 'records-unavailable');
  }
}

function unauthenticated(error: string): ApiProblem {
  return new ApiProblem(401, 'not-authenticated', {
    headers: { 'www-authenticate': `Bearer realm="vta"${error}` },
  });
}
