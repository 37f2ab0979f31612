import type { LabWorld } from '../../world/api.js';
import type { LabHost, LabSession } from '../../world/model.js';
import { VimFault } from '../faults.js';

/** Idle limit of an ESXi host, lab milliseconds: `Config.HostAgent.vmacore.soap.sessionTimeout` = 30 minutes. */
const IDLE_MS = 30 * 60_000;

/** Sessions of one ESXi host with itself; none survives a boot. */
export class HostSessions {
  readonly #sessions = new Map<string, LabSession>();
  readonly #world: LabWorld;
  readonly #host: LabHost;
  constructor(world: LabWorld, host: LabHost) {
    this.#world = world;
    this.#host = host;
  }

  all(): LabSession[] {
    return [...this.#sessions.values()].filter((session) => this.isAlive(session));
  }

  open(name: string, password: string): LabSession {
    const user = this.#world.hostUser(this.#host, name, password);
    if (!user) {
      throw new VimFault('InvalidLogin', 'Cannot complete login due to an incorrect user name or password.');
    }
    const at = this.#world.clock.now();
    const session: LabSession = {
      id: this.#world.ids.hex(20),
      user,
      door: 'soap',
      createdAt: at,
      lastUsedAt: at,
    };
    this.#sessions.set(session.id, session);
    return session;
  }

  find(id: string | undefined): LabSession | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (!session) return undefined;
    const now = this.#world.clock.now();
    if (!this.isAlive(session) || now - session.lastUsedAt > IDLE_MS) {
      this.close(session);
      return undefined;
    }
    session.lastUsedAt = now;
    return session;
  }

  close(session: LabSession): void {
    if (this.#sessions.delete(session.id)) this.#world.changed();
  }

  isAlive(session: LabSession): boolean {
    const { power, lastBoot } = this.#host;
    return this.#sessions.has(session.id) && power === 'poweredOn' && session.createdAt >= lastBoot.at;
  }
}
