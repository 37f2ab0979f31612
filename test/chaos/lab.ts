import type { JournalEntry } from '../../src/lab/world/model.js';
import type { PeopleBody } from '../../src/lab/control/people.js';
import { readReferee, type Referee, type RefereeFacts } from '../../src/composition/demo/lab-control.js';

/** State of the lab, as far as a verdict needs it (`GET /lab/state`). */
export interface LabState {
  readonly labTime: string;
  readonly vcenters: readonly {
    readonly name: string;
    readonly role: 'authority' | 'trusted';
    readonly version: string;
    readonly api: string;
    readonly clusters: readonly {
      readonly name: string;
      readonly kind: string;
      readonly policy: unknown;
      readonly hosts: readonly LabHostState[];
    }[];
  }[];
}

export interface LabHostState {
  readonly name: string;
  readonly installed: string;
  readonly measured: string;
  readonly lastBoot: { readonly type: 'full' | 'quick'; readonly at: string | null };
  readonly connection: string;
  readonly inMaintenance: boolean;
  readonly reports: readonly {
    readonly taHost: string;
    readonly status: string;
    readonly version: string | null;
  }[];
}

export type TrapPoint = 'before' | 'after' | 'lost-answer';

export interface TrapOrder {
  readonly operation: string;
  /** vCenter, or host whose own server is called. */
  readonly target?: string;
  readonly occurrence?: number;
  readonly point: TrapPoint;
}

export interface Trap {
  readonly id: string;
  readonly state: 'armed' | 'hit' | 'released';
  readonly labTime?: string;
  readonly journalSeq?: number;
  readonly subject?: string;
}

/** Longest time one question about a trap is held open, in seconds. */
const TRAP_WAIT_SECONDS = 20;

/** The lab's control API, as everything outside the product sees it. */
export function createLabClient(control: string) {
  async function call(method: string, path: string, body?: unknown): Promise<Response> {
    const answer = await fetch(`${control}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`lab: ${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
  const json = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    (await (await call(method, path, body)).json()) as T;

  return {
    control,
    state: () => json<LabState>('GET', '/lab/state'),
    labTimeMs: async () => Date.parse((await json<LabState>('GET', '/lab/state')).labTime),
    async journal(after = 0): Promise<JournalEntry[]> {
      const text = await (await call('GET', `/lab/journal?after=${after}`)).text();
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as JournalEntry);
    },
    wire: async () => (await call('GET', '/lab/wire')).text(),
    referee: (facts: RefereeFacts): Promise<Referee> => readReferee(control, facts),
    addFault: (fault: Readonly<Record<string, unknown>>) =>
      json<{ id: string }>('POST', '/lab/faults', fault),
    endFaults: () => call('DELETE', '/lab/faults'),
    endFault: (id: string) => call('DELETE', `/lab/faults/${id}`),
    act: (body: PeopleBody) => call('POST', '/lab/people', body),
    clock: (body: Readonly<Record<string, unknown>>) => call('POST', '/lab/clock', body),
    addTrap: (order: TrapOrder) => json<Trap>('POST', '/lab/traps', order),
    trap: (id: string) => json<Trap>('GET', `/lab/traps/${id}?wait=${TRAP_WAIT_SECONDS}`),
    release: (id: string, how: 'proceed' | 'drop') => call('POST', `/lab/traps/${id}/release`, { how }),
    endTrap: (id: string) => call('DELETE', `/lab/traps/${id}`),
  };
}

export type LabClient = ReturnType<typeof createLabClient>;
