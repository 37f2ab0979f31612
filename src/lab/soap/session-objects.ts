import { createHash } from 'node:crypto';
import { uuidOf } from '../world/ids.js';
import type { LabSession } from '../world/model.js';
import type { ManagedObject } from './managed-object.js';
import type { Collector } from './property-collector/collector.js';
import type { Page } from './property-collector/paging.js';

/** Views, collectors and filters of one session. */
export interface SessionObjects {
  /** Session-scoped managed objects by moid. */
  readonly managed: Map<string, ManagedObject>;
  /** State of property collectors by moid, the shared one included. */
  readonly collectors: Map<string, Collector>;
  /** Pages not fetched yet, by token. */
  readonly pages: Map<string, Page>;
  /** Moid for a new object of this session. */
  newMoid(): string;
}

/** `UserSession.key`: names a session without being its secret. */
export function sessionKey(session: LabSession): string {
  const hex = createHash('sha256').update(session.id).digest('hex');
  return `52${hex.slice(0, 6)}-${hex.slice(6, 10)}-${hex.slice(10, 14)}-${hex.slice(14, 18)}-${hex.slice(18, 30)}`;
}

const bySession = new WeakMap<LabSession, SessionObjects>();

export function objectsOf(session: LabSession): SessionObjects {
  let objects = bySession.get(session);
  if (!objects) {
    let made = 0;
    objects = {
      managed: new Map(),
      collectors: new Map(),
      pages: new Map(),
      newMoid: () => `session[${sessionKey(session)}]${uuidOf(`${session.id}/${(made += 1)}`)}`,
    };
    bySession.set(session, objects);
  }
  return objects;
}
