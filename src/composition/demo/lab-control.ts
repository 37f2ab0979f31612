import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** Verdict of the lab's referee over everything that happened. */
const Referee = z.looseObject({
  ok: z.boolean(),
  violations: z.array(z.looseObject({ rule: z.string(), subject: z.string(), text: z.string() })),
  unknown: z.array(z.string()),
  verdicts: z.array(z.looseObject({ rule: z.string(), verdict: z.string() })),
});
export type Referee = z.infer<typeof Referee>;

const JournalLine = z.object({
  seq: z.number(),
  labTime: z.string(),
  wallTime: z.string(),
  effect: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type JournalLine = z.infer<typeof JournalLine>;

/** What the referee cannot read from the journal: body of `POST /lab/referee`, where each is explained. Lab times. */
export interface RefereeFacts {
  readonly hostsPerCluster?: number;
  readonly setAside?: readonly {
    readonly host: string;
    readonly from: string;
    readonly to?: string;
    readonly known?: string;
    readonly accepted?: string;
  }[];
  readonly failureBudget?: { readonly perCluster?: number; readonly trusted?: number };
  readonly lookSeconds?: number;
  readonly knownLeft?: readonly string[];
}

export async function readReferee(control: string, facts: RefereeFacts = {}): Promise<Referee> {
  const answer = await fetch(`${control}/lab/referee`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(facts),
  });
  if (!answer.ok) throw new Error(`the referee was told what it does not take: ${await answer.text()}`);
  return Referee.parse(await answer.json());
}

export async function readJournal(control: string): Promise<JournalLine[]> {
  const answer = await fetch(`${control}/lab/journal`);
  const text = await answer.text();
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JournalLine.parse(JSON.parse(line)));
}

/** Copies the wire log, one exchange per line, without holding it in memory. */
export async function saveWire(control: string, file: string): Promise<void> {
  const answer = await fetch(`${control}/lab/wire`);
  if (answer.body === null) throw new Error('the lab has no wire log');
  await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(file));
}
