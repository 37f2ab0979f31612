import { restError } from '../errors.js';
import { created, noContent, ok, route } from '../types.js';

/** User and password of a Basic header. */
function basicCredentials(header: string | undefined): { user: string; password: string } {
  const [scheme, encoded] = (header ?? '').split(' ');
  const decoded =
    scheme?.toLowerCase() === 'basic' ? Buffer.from(encoded ?? '', 'base64').toString('utf8') : '';
  const colon = decoded.indexOf(':');
  if (colon < 1) throw restError('UNAUTHENTICATED', 'Authentication required.');
  return { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

/** Section 2.1: log in, look, log out. */
export const sessionRoutes = [
  route({
    method: 'POST',
    path: '/api/session',
    secret: 'response',
    open({ world, vcenter, authorization }) {
      const { user, password } = basicCredentials(authorization);
      return created(world.login(vcenter, user, password, 'rest').id);
    },
  }),
  route({
    method: 'GET',
    path: '/api/session',
    answer: ({ world, session }) =>
      ok({
        user: session.user.name,
        created_time: world.clock.iso(session.createdAt),
        last_accessed_time: world.clock.iso(session.lastUsedAt),
      }),
  }),
  route({
    method: 'DELETE',
    path: '/api/session',
    answer({ world, vcenter, session }) {
      world.logout(vcenter, session.id);
      return noContent();
    },
  }),
];
