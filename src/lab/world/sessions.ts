import type { Topology } from '../topology/schema.js';
import type { LabWorld } from './api.js';
import type { WorldContext } from './context.js';
import { faults, refuse } from './errors.js';
import type { LabSession, LabUser, LabVCenter } from './model.js';

const TRUSTED_ADMIN = 'TrustedAdmin.';
const TRUSTED_ADMINS_GROUP = 'TrustedAdmins';

export type Sessions = Pick<LabWorld, 'login' | 'session' | 'logout' | 'requirePrivilege'> & {
  /** Ends every session, as a restart of vCenter does. */
  endAll(vcenter: LabVCenter): void;
};

/** No source says when a session of vCenter ends (vsphere-rest 2.1). */
function sessionTimes({ timing, assumptions }: Topology): { idleSeconds: number; lifetimeSeconds: number } {
  switch (assumptions.sessionEnd) {
    case 'as-timed':
      return { idleSeconds: timing.sessionIdleSeconds, lifetimeSeconds: Infinity };
    case 'soon-when-idle':
      return { idleSeconds: 300, lifetimeSeconds: Infinity };
    case 'after-ten-minutes':
      return { idleSeconds: timing.sessionIdleSeconds, lifetimeSeconds: 600 };
  }
}

export function createSessions(ctx: WorldContext): Sessions {
  const { idleSeconds, lifetimeSeconds } = sessionTimes(ctx.topology);
  const journal = (
    vcenter: LabVCenter,
    session: LabSession,
    effect: 'session.opened' | 'session.ended',
  ): void =>
    ctx.journal.append({
      vcenter: vcenter.name,
      login: session.user.name,
      effect,
      subject: session.user.name,
      detail: { door: session.door },
    });
  const end = (vcenter: LabVCenter, session: LabSession): void => {
    vcenter.sessions.delete(session.id);
    journal(vcenter, session, 'session.ended');
  };

  const isOver = ({ lastUsedAt, createdAt }: LabSession): boolean =>
    ctx.clock.now() - lastUsedAt > idleSeconds * 1000 || ctx.clock.now() - createdAt > lifetimeSeconds * 1000;

  return {
    login(vcenter, name, password, door) {
      const user = findUser(vcenter.users, name, password);
      if (!user) {
        return refuse(
          faults.unauthenticated('Cannot complete login due to an incorrect user name or password.'),
        );
      }
      const at = ctx.clock.now();
      // Sessions that nobody asks for again would stay for ever otherwise.
      for (const old of vcenter.sessions.values()) if (isOver(old)) end(vcenter, old);
      const id = ctx.ids.hex(20);
      const session: LabSession = { id, user, door, createdAt: at, lastUsedAt: at };
      vcenter.sessions.set(id, session);
      journal(vcenter, session, 'session.opened');
      return session;
    },
    session(vcenter, id) {
      const session = id === undefined ? undefined : vcenter.sessions.get(id);
      if (!session) return undefined;
      if (isOver(session)) {
        end(vcenter, session);
        return undefined;
      }
      session.lastUsedAt = ctx.clock.now();
      return session;
    },
    logout(vcenter, id) {
      const session = vcenter.sessions.get(id);
      if (session) end(vcenter, session);
    },
    endAll(vcenter) {
      for (const session of vcenter.sessions.values()) end(vcenter, session);
    },
    requirePrivilege({ user }, privilege) {
      const held = user.privileges.some((pattern) => grants(pattern, privilege));
      const member = !privilege.startsWith(TRUSTED_ADMIN) || isTrustedAdmin(user);
      if (held && member) return;
      refuse(
        faults.unauthorized(
          member
            ? `Permission to perform this operation was denied: ${privilege} is missing.`
            : `Permission to perform this operation was denied: ${user.name} is not in ${TRUSTED_ADMINS_GROUP}.`,
          undefined,
          { privilege },
        ),
      );
    },
  };
}

/** vCenter and ESXi compare user names without case. */
export function findUser(users: readonly LabUser[], name: string, password: string): LabUser | undefined {
  const wanted = name.toLowerCase();
  return users.find((user) => user.name.toLowerCase() === wanted && user.password === password);
}

function isTrustedAdmin(user: LabUser): boolean {
  return [...user.groups, ...(user.nestedGroups ?? [])].some(
    (group) => group.toLowerCase() === TRUSTED_ADMINS_GROUP.toLowerCase(),
  );
}

/** `*` grants everything but the TrustedAdmin family (the Administrator role alone is not enough for vTA). */
function grants(pattern: string, privilege: string): boolean {
  if (pattern === '*') return !privilege.startsWith(TRUSTED_ADMIN);
  if (pattern.endsWith('.*')) return privilege.startsWith(pattern.slice(0, -1));
  return pattern === privilege;
}
