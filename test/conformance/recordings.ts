import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkLog, type Exchange, type Verdict } from './check-log.js';
import type { Facts } from './facts.js';
import { isObject } from './values.js';

/** Reads a wire log: JSON lines as `GET /lab/wire` gives them, oldest first. */
export async function readLog(file: string): Promise<Exchange[]> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, i) => (line === '' ? [] : [exchangeOf(line, `${file}:${i + 1}`)]));
}

function exchangeOf(line: string, place: string): Exchange {
  const value = jsonOf(line);
  if (
    !isObject(value) ||
    typeof value['method'] !== 'string' ||
    typeof value['path'] !== 'string' ||
    typeof value['status'] !== 'number'
  )
    throw new Error(`${place} is no exchange of a wire log: ${line.slice(0, 200)}`);
  return value as unknown as Exchange;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The wire logs in a folder, by name; empty when there is no folder. */
export async function listLogs(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
    .map((name) => join(folder, name));
}

/** Verdicts over several logs, as one. */
export interface Sum extends Verdict {
  readonly logs: number;
  /** Logs whose beginning was dropped because they grew too long. */
  readonly incomplete: readonly string[];
  /** One line each: log, number of the exchange, what is wrong. */
  readonly lines: readonly string[];
}

/** @param part - `answers`: what was asked wrong does not count */
export async function checkLogs(
  facts: Facts,
  files: readonly string[],
  part: 'all' | 'answers' = 'all',
): Promise<Sum> {
  const sum = { exchanges: 0, others: 0, unanswered: 0, uncheckedBodies: 0 };
  const seen = new Map<string, number>();
  const violations: Verdict['violations'][number][] = [];
  const incomplete: string[] = [];
  const lines: string[] = [];
  for (const file of files) {
    const log = await readLog(file);
    if ((log[0]?.seq ?? 1) > 1) incomplete.push(file);
    const verdict = checkLog(facts, log);
    const counting = verdict.violations.filter(({ at }) => part === 'all' || at.startsWith('response'));
    for (const key of ['exchanges', 'others', 'unanswered', 'uncheckedBodies'] as const)
      sum[key] += verdict[key];
    for (const [key, count] of verdict.seen) seen.set(key, (seen.get(key) ?? 0) + count);
    violations.push(...counting);
    lines.push(
      ...counting.map(
        ({ exchange, rule, at, text }) =>
          `${file} #${exchange.seq} ${exchange.vcenter} ${exchange.method} ${exchange.path} ${exchange.status}: ` +
          `${rule} at ${at}: ${text}`,
      ),
    );
  }
  return { ...sum, logs: files.length, seen, violations, incomplete, lines };
}

/** What was checked, in one line for people. */
export const summaryLine = (
  { about }: Facts,
  { exchanges, logs, violations, unanswered, uncheckedBodies }: Sum,
  operations: string,
): string =>
  `Conformance with vmware-vcenter ${about.sources['vmware-vcenter']}: ${exchanges} exchanges of ${logs} logs checked ` +
  `(${unanswered} without an answer, ${uncheckedBodies} bodies not checked), ${operations}, ` +
  `${violations.length} violations`;
