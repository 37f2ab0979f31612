import type { JournalEntry } from '../../src/lab/world/model.js';
import type { Struck } from './injector.js';
import { isMovement } from './pending.js';

/** Columns of the log: lab time since the start, mark, subject, installed, measured, boot, effect. */
const LINE = (parts: readonly [string, string, string, string, string, string, string]): string => {
  const [time, mark, subject, installed, measured, boot, effect] = parts;
  return [
    time.padStart(9),
    mark.padEnd(1),
    subject.slice(0, 16).padEnd(16),
    installed.padEnd(14),
    measured.padEnd(14),
    boot.padEnd(5),
    effect,
  ]
    .join(' ')
    .trimEnd();
};

export const LEGEND = `${LINE(['lab time', ' ', 'subject', 'installed', 'measured', 'boot', 'effect'])}
marks: ! killed or struck   ^ back   ? answer lost   = adopted instead of ordered again`;

/** One line per effect, with what struck between them. */
export function logLines(
  journal: readonly JournalEntry[],
  struck: readonly Struck[],
  adopted: readonly string[],
): string[] {
  const startMs = Date.parse(journal[0]?.labTime ?? '');
  const known = new Map<string, { installed: string; measured: string; boot: string }>();
  const time = (iso: string): string => {
    const seconds = Math.max(0, Math.round((Date.parse(iso) - startMs) / 1000));
    const part = (value: number): string => String(Math.floor(value)).padStart(2, '0');
    return `${part(seconds / 3600)}:${part((seconds / 60) % 60)}:${part(seconds % 60)}`;
  };
  const marks = struck
    .flatMap((one) => {
      const { strike, subject, labTime, seq } = one;
      const mark = strike.point === 'lost-answer' ? '?' : '!';
      const begin = { seq, line: LINE([time(labTime), mark, subject, '', '', '', strike.id]) };
      if (one.backSeq === undefined) return [begin];
      const adopts = adopted.includes(`${strike.id} ${subject}`);
      const back = LINE([
        time(one.backLabTime ?? labTime),
        '^',
        subject,
        '',
        '',
        '',
        `${strike.kind} is over`,
      ]);
      const own = adopts
        ? [
            {
              seq: one.backSeq,
              line: LINE([time(one.backLabTime ?? labTime), '=', subject, '', '', '', strike.effect]),
            },
          ]
        : [];
      return [begin, { seq: one.backSeq, line: back }, ...own];
    })
    .toSorted((a, b) => a.seq - b.seq);
  const lines: string[] = [];
  for (const entry of journal) {
    learn(known, entry);
    if (isMovement(entry.effect)) {
      const { installed = '', measured = '', boot = '' } = known.get(entry.subject) ?? {};
      lines.push(LINE([time(entry.labTime), ' ', entry.subject, installed, measured, boot, wordsFor(entry)]));
    }
    while (marks[0] !== undefined && marks[0].seq <= entry.seq) lines.push(marks.shift()?.line ?? '');
  }
  return [...lines, ...marks.map(({ line }) => line)];
}

function learn(
  known: Map<string, { installed: string; measured: string; boot: string }>,
  entry: JournalEntry,
): void {
  if (entry.effect !== 'host.booted') return;
  const { installed, measured, type } = entry.detail;
  known.set(entry.subject, { installed: String(installed), measured: String(measured), boot: String(type) });
}

function wordsFor({ effect, detail }: JournalEntry): string {
  const told = ['direction', 'hosts', 'version', 'ok', 'reason', 'why', 'by', 'state'].flatMap((key) => {
    const value = detail[key];
    return value === undefined ? [] : [`${key}=${textOf(value)}`];
  });
  return [effect, ...told].join(' ');
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(',') : typeof value === 'string' ? value : JSON.stringify(value);
