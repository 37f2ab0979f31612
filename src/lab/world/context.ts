import type { WorldFaults } from '../faults/rule.js';
import type { Topology } from '../topology/schema.js';
import type { LabClock, LabJournal } from './api.js';
import type { LabIds } from './ids.js';
import type { Effect, LabCluster, LabHost, LabSession, LabVCenter, Millis } from './model.js';
import type { RandomStreams } from './random.js';

/** State of one host that only the behaviour needs. */
export interface HostRuntime {
  /** Maintenance operation in progress. */
  maintenance?: 'enter' | 'exit';
  /** From the reboot call until the host is up again. */
  goingDown?: boolean;
  /** Who asked for the restart that is under way. */
  restartedBy?: 'vlcm' | 'operator' | 'fault' | 'console';
  /** Ends the boot that is under way: somebody has switched the host off again. */
  cancelBoot?: () => void;
  /** Bank that the next boot uses, when it differs from the active one. */
  nextBank?: 0 | 1;
  /** Ends a boot that hangs, by rule ID. */
  hung?: { readonly rule: string; readonly powerCycle: () => void };
  /** Is up while vCenter cannot reach it, by rule ID. */
  unreachable?: { readonly rule: string; readonly connect: () => void };
  /** Next attestation step per TA host moid. */
  readonly attestation: Map<string, () => void>;
  /** Told when the host is connected again after its boot. */
  onBooted: (() => void)[];
  /** Ends DRS moves towards this host. */
  stopRebalance?: () => void;
}

/** What every part of the behaviour shares. */
export interface WorldContext {
  readonly topology: Topology;
  readonly clock: LabClock;
  readonly journal: LabJournal;
  readonly faults: WorldFaults;
  readonly random: RandomStreams;
  readonly ids: LabIds;
  readonly vcenters: ReadonlyMap<string, LabVCenter>;
  changed(): void;
  runtime(host: LabHost): HostRuntime;
  /** A configured duration with the seeded jitter of this purpose and subject; lab seconds. */
  duration(seconds: number, purpose: string, subject: string): number;
  /** Journal entry about a host; `by` is whose session caused it. */
  note(
    where: LabHost | LabCluster | LabVCenter,
    effect: Effect,
    detail?: Record<string, unknown>,
    by?: Pick<LabSession, 'user'> | string,
  ): void;
  /** Event of the vCenter's event history; of now unless a time is given. */
  event(
    vcenter: LabVCenter,
    typeId: string,
    message: string,
    host?: LabHost,
    user?: string,
    at?: Millis,
  ): void;
}

/** Events kept per vCenter; older ones are gone as in reality. */
const MAX_EVENTS = 20_000;

export function createContext(
  parts: Omit<WorldContext, 'runtime' | 'duration' | 'note' | 'event'>,
): WorldContext {
  const runtimes = new WeakMap<LabHost, HostRuntime>();
  const eventKeys = new WeakMap<LabVCenter, number>();
  return {
    ...parts,
    runtime(host) {
      let runtime = runtimes.get(host);
      if (!runtime) runtimes.set(host, (runtime = { attestation: new Map(), onBooted: [] }));
      return runtime;
    },
    duration(seconds, purpose, subject) {
      const spread = 2 * parts.random.stream(purpose, subject)() - 1;
      return seconds * (1 + parts.topology.timing.jitter * spread);
    },
    note(where, effect, detail = {}, by = '') {
      parts.journal.append({
        vcenter: 'vcenter' in where ? where.vcenter.name : where.name,
        login: typeof by === 'string' ? by : by.user.name,
        effect,
        subject: where.name,
        detail,
      });
    },
    event(vcenter, typeId, message, host, user = '', at = parts.clock.now()) {
      const key = (eventKeys.get(vcenter) ?? 0) + 1;
      eventKeys.set(vcenter, key);
      const shown = at + parts.faults.skewOf(vcenter.name);
      vcenter.events.push({ key, at: shown, typeId, message, user, ...(host ? { host } : {}) });
      if (vcenter.events.length > MAX_EVENTS) vcenter.events.splice(0, MAX_EVENTS / 10);
      parts.changed();
    },
  };
}
