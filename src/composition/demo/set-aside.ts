import { z } from 'zod';
import type { Run, RunEvent } from '../../cli/client/types.js';
import type { JournalLine, RefereeFacts } from './lab-control.js';

type SetAside = NonNullable<RefereeFacts['setAside']>[number];
type Times = readonly Pick<JournalLine, 'wallTime' | 'labTime'>[];

/**
 * Wall time that one part of the product may be behind another: the roll hears of a host by message, and what it begins
 * is ordered after its guards have looked. A host that goes on is taken for set aside so much longer, and one that is
 * parked counts against a budget so much later.
 */
const BEHIND_MS = 2_000;

const Parked = z.looseObject({
  subject: z.string(),
  parking: z.looseObject({ kind: z.string(), since: z.string() }),
});
const Unparked = z.looseObject({ subject: z.string() });
const Decided = z.looseObject({ decision: z.looseObject({ subject: z.string(), choice: z.string() }) });
const GateOpened = z.looseObject({ gate: z.string(), hosts: z.array(z.string()).default([]) });
const GateDecided = z.looseObject({ decision: z.looseObject({ gate: z.string(), verdict: z.string() }) });

/** What the run's own limits and story tell the lab's referee: the failure budgets by count, and who was set aside. */
export function factsOf({ limits }: Pick<Run, 'limits'>, events: readonly RunEvent[], times: Times) {
  const budgets = limits?.failureBudget;
  return {
    ...(budgets === undefined
      ? {}
      : { failureBudget: { perCluster: budgets.perCluster.count, trusted: budgets.trusted.count } }),
    setAside: setAsideOf(events, times),
  } satisfies RefereeFacts;
}

/**
 * When each host was parked, skipped or in the hands of a person, in lab time. A skipped host stays so to the end.
 *
 * @param events - the story of the run, in its order
 * @param times - the journal of the lab, whose entries tell the lab time of a wall time
 */
export function setAsideOf(events: readonly RunEvent[], times: Times): SetAside[] {
  const lab = (wallMs: number): string => labTimeAt(times, wallMs);
  const open = new Map<string, SetAside>();
  const over: SetAside[] = [];
  const skipped = new Set<string>();
  /** Failed hosts by the gate that shows them. */
  const failed = new Map<string, readonly string[]>();
  const accepted = new Map<string, string>();

  for (const { type, at, data } of events) {
    const atMs = Date.parse(at);
    if (type === 'subject.parked') {
      const parked = Parked.safeParse(data);
      if (!parked.success || parked.data.parking.kind !== 'host') continue;
      const { subject, parking } = parked.data;
      // Parked anew, or handed over, while it is parked: it is the same time.
      if (open.has(subject)) continue;
      const from = lab(Date.parse(parking.since));
      open.set(subject, { host: subject, from, known: lab(atMs + BEHIND_MS) });
    } else if (type === 'subject.decided') {
      const { decision } = Decided.parse(data);
      if (decision.choice === 'skip') skipped.add(decision.subject);
    } else if (type === 'subject.unparked') {
      const { subject } = Unparked.parse(data);
      const begun = open.get(subject);
      if (begun === undefined || skipped.has(subject)) continue;
      open.delete(subject);
      over.push({ ...begun, to: lab(atMs + BEHIND_MS) });
    } else if (type === 'gate.opened') {
      const opened = GateOpened.parse(data);
      failed.set(opened.gate, opened.hosts);
    } else if (type === 'gate.decided') {
      const { gate, verdict } = GateDecided.parse(data).decision;
      if (!gate.startsWith('hold/') || verdict !== 'approved') continue;
      for (const host of failed.get(gate) ?? []) {
        if (!accepted.has(host)) accepted.set(host, lab(atMs));
      }
    }
  }
  return [...over, ...open.values()].map((one) => {
    const since = accepted.get(one.host);
    return since === undefined ? one : { ...one, accepted: since };
  });
}

/** Between two entries of the journal the clock of the lab runs evenly; before and after it, as the wall's. */
function labTimeAt(times: Times, wallMs: number): string {
  const next = times.findIndex(({ wallTime }) => Date.parse(wallTime) > wallMs);
  const before = times.at(next === -1 ? -1 : Math.max(next - 1, 0));
  if (before === undefined) throw new Error('a journal without entries tells no time');
  const after = next === -1 ? undefined : times[next];
  const [fromMs, fromLabMs] = [Date.parse(before.wallTime), Date.parse(before.labTime)];
  const wallSpan = after === undefined ? 0 : Date.parse(after.wallTime) - fromMs;
  const pace = after === undefined || wallSpan === 0 ? 1 : (Date.parse(after.labTime) - fromLabMs) / wallSpan;
  return new Date(Math.round(fromLabMs + (wallMs - fromMs) * pace)).toISOString();
}
