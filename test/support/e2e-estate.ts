import { parse, stringify } from 'yaml';
import type { Run, RunEvent } from '../../src/cli/client/types.js';
import { isFinal } from '../../src/cli/client/types.js';
import type { StartRun, UpgradeRequest } from '../../src/contract/index.js';
import { createLabPeople } from '../../src/composition/demo/lab-people.js';
import { readReferee, type Referee } from '../../src/composition/demo/lab-control.js';
import type { Login } from '../../src/composition/demo/service-process.js';
import { labEstateText } from '../../src/composition/lab-estate.js';
import type { LabAccounts, LabLine } from '../../src/composition/lab-process.js';
import type { FaultBody } from '../../src/lab/control/fault-body.js';
import type { PeopleBody } from '../../src/lab/control/people.js';
import type { JournalEntry } from '../../src/lab/world/model.js';
import { eventually } from './eventually.js';
import type { Program } from './processes.js';

export const OLD = '8.0.2-22380479';
export const NEW = '8.0.3-24022510';

/** A simulated estate, registered with the service under test, with what a test asks of it and does to it. */
export interface TestEstate {
  readonly name: string;
  readonly file: string;
  readonly lab: LabLine;
  readonly accounts: LabAccounts;
  readonly program: Program;
  readonly operator: Login;
  journal(): Promise<JournalEntry[]>;
  /** Lets an administrator begin something by hand. */
  act(body: PeopleBody): Promise<void>;
  /** First line of the journal that fits; waits for it. */
  until(what: string, fits: (line: JournalEntry) => boolean): Promise<JournalEntry>;
  /** The lab's own clock, in milliseconds since the epoch. */
  labTime(): Promise<number>;
  /** Verdict, where so many trusted hosts of a cluster were allowed at once; one when not said. */
  referee(hostsPerCluster?: number): Promise<Referee>;
  fault(fault: FaultBody): Promise<{ id: string }>;
  endFault(id: string): Promise<void>;
  /** Plans and starts the upgrade of everything, or what differs from that; answers the run's ID. */
  start(limits?: StartRun['limits'], more?: Partial<UpgradeRequest>): Promise<string>;
  status(run: string): Promise<Run>;
  /** Waits for a status that fits. */
  untilStatus(run: string, what: string, fits: (status: Run) => boolean): Promise<Run>;
  /** Waits for an event of the run's story that fits. */
  untilEvent(run: string, what: string, fits: (event: RunEvent) => boolean): Promise<RunEvent>;
  /** Waits until so much lab time has passed: far more than lies between what was seen and what must not follow. */
  later(seconds: number): Promise<void>;
  /** Waits until a gate is open whose ID begins so; answers the status of that moment. */
  untilGate(run: string, gate: string): Promise<Run>;
  /** The same, and approves it alone; `then` is done first, while it is open. */
  approve(run: string, gate: string, then?: () => Promise<unknown>): Promise<void>;
  /**
   * Approves each gate that opens; answers the status in which the run ended. With `people` administrators of the lab
   * do what the run asks for. Gates whose IDs fit `leaving` are left to the test.
   */
  approveToEnd(run: string, how?: { readonly people?: boolean; readonly leaving?: RegExp }): Promise<Run>;
}

const isOpen = ({ id, state }: Run['gates'][number], gate: string): boolean =>
  id.startsWith(gate) && state === 'open';

const RUN_WITHIN_MS = 100_000;

/** The estate file of a lab, under a name of the test's own. */
export const estateText = (lab: LabLine, name: string): string =>
  stringify({ ...(parse(labEstateText(lab)) as object), estate: name });

export function createTestEstate(parts: {
  readonly name: string;
  readonly file: string;
  readonly lab: LabLine;
  readonly accounts: LabAccounts;
  readonly program: Program;
  readonly operator: Login;
  readonly approver: Login;
  readonly isOver: () => boolean;
}): TestEstate {
  const { name, lab, operator, approver, isOver } = parts;
  const { control } = lab;

  const journalAfter = async (seq: number): Promise<JournalEntry[]> => {
    const answer = await fetch(`${control}/lab/journal?after=${seq}`);
    const lines = (await answer.text()).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as JournalEntry);
  };
  const status = (run: string): Promise<Run> => operator.api.run(run);
  /** Why a wait was in vain is in what the run itself waits for. */
  const explained = async (run: string, error: unknown): Promise<Error> => {
    const now = await status(run).catch(() => undefined);
    const hosts = await operator.api.hosts(run).catch(() => []);
    const events = await operator.api.events(run).catch(() => []);
    const state = {
      state: now?.state,
      waitingOn: now?.waitingOn,
      hosts: hosts.map(({ host, phase, waitingOn }) => [host.name, phase, waitingOn?.have]),
      events: events.slice(-12).map(({ at, text }) => `${at} ${text}`),
    };
    return new Error(`${String(error)}\n${JSON.stringify(state, null, 2)}`);
  };
  const untilStatus: TestEstate['untilStatus'] = async (run, what, fits) => {
    const look = async (): Promise<Run | false> => {
      if (isOver()) throw new Error('the test is over');
      // The service may be away for a moment because the test took something from it.
      const now = await status(run).catch(() => undefined);
      return now !== undefined && fits(now) && now;
    };
    return eventually(what, look, RUN_WITHIN_MS, 100).catch(async (error: unknown) => {
      throw await explained(run, error);
    });
  };

  return {
    ...parts,
    journal: () => journalAfter(0),
    async until(what, fits) {
      let seen = 0;
      const look = async (): Promise<JournalEntry | undefined> => {
        const lines = await journalAfter(seen);
        seen = lines.at(-1)?.seq ?? seen;
        return lines.find((line) => fits(line));
      };
      return eventually(what, look, RUN_WITHIN_MS);
    },
    async labTime() {
      const answer = await fetch(`${control}/lab/state`);
      return Date.parse(((await answer.json()) as { labTime: string }).labTime);
    },
    async later(seconds) {
      const until = (await this.labTime()) + seconds * 1000;
      await eventually(`${seconds} s in the lab`, async () => (await this.labTime()) > until, RUN_WITHIN_MS);
    },
    referee: (hostsPerCluster = 1) => readReferee(control, { hostsPerCluster }),
    async fault(fault) {
      const answer = await fetch(`${control}/lab/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
      if (answer.status !== 201) throw new Error(`the lab took no fault: ${await answer.text()}`);
      return (await answer.json()) as { id: string };
    },
    async act(body) {
      const answer = await fetch(`${control}/lab/people`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (answer.status !== 202) throw new Error(`the lab's people did not: ${await answer.text()}`);
    },
    async endFault(id) {
      await fetch(`${control}/lab/faults/${id}`, { method: 'DELETE' });
    },
    async start(limits, more = {}) {
      const { runId } = await operator.api.startRun({
        request: { ...requestFor(name), ...more },
        reason: 'change 4711',
        ...(limits === undefined ? {} : { limits }),
      });
      return runId;
    },
    status,
    untilStatus,
    async untilEvent(run, what, fits) {
      const look = async (): Promise<RunEvent | undefined> =>
        (await operator.api.events(run).catch(() => [])).find((event) => fits(event));
      return eventually(what, look, RUN_WITHIN_MS, 100).catch(async (error: unknown) => {
        throw await explained(run, error);
      });
    },
    untilGate: (run, gate) =>
      untilStatus(run, `the gate ${gate}`, ({ gates }) => gates.some((one) => isOpen(one, gate))),
    async approve(run, gate, then) {
      const { gates, planHash } = await this.untilGate(run, gate);
      await then?.();
      const id = gates.find((one) => isOpen(one, gate))?.id ?? gate;
      await approver.api.decideGate(run, id, { verdict: 'approved', planHash, reason: 'evidence seen' });
    },
    approveToEnd(run, how) {
      const people = createLabPeople(control, async () => how?.people ?? false);
      return untilStatus(run, `the end of run ${run}`, (now) => {
        // A control API that is busy is asked again at the next look.
        void people.answer(now).catch(() => undefined);
        const isMine = (id: string): boolean => how?.leaving?.test(id) ?? false;
        for (const gate of now.gates.filter(({ id, state }) => state === 'open' && !isMine(id))) {
          const decision = { verdict: 'approved', planHash: now.planHash, reason: 'evidence seen' } as const;
          // Asked again at the next look when it did not arrive; a gate decided meanwhile is no trouble.
          void approver.api.decideGate(run, gate.id, decision).catch(() => undefined);
        }
        return isFinal(now.state);
      });
    },
  };
}

/** What every test asks for: 8.0 U3 everywhere, each cluster's own way to boot. */
export const requestFor = (estate: string) =>
  ({
    estate,
    vcenterVersion: '8.0.3.00000',
    esxVersion: '8.0.3-0.0.24022510',
    boot: 'policy',
  }) as const;
