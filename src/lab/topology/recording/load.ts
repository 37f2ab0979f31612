import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { contradictionsOf as topologyContradictions } from '../check.js';
import type { Contradiction } from '../check.js';
import { locate, problemsOf, textOf, TopologyError } from '../problem.js';
import { Topology } from '../schema.js';
import { contradictionsOf } from './check.js';
import { convertRecording } from './convert.js';
import { Names, Recording } from './schema.js';

export interface LoadedRecording {
  readonly topology: Topology;
  /** What the lab cannot show as it was recorded. */
  readonly notes: readonly string[];
}

/**
 * The topology of a recorded estate; with the names file that belongs to it, under its real names.
 *
 * @throws TopologyError naming file, line and column of every mistake; nothing of a faulty file is used
 */
export async function loadRecording(file: string, namesFile?: string): Promise<LoadedRecording> {
  const text = await readText(file);
  const names = namesFile === undefined ? undefined : readNames(await readText(namesFile), namesFile, text);
  const recording = parse(Recording, text, file);
  refuse(contradictionsOf(recording), text, file);
  const { topology, notes } = convertRecording(recording);
  const rename = names ? renamer(names) : <T>(value: T): T => value;
  // What the checks of a recording let pass, those of a topology may still refuse, such as a version.
  const built = Topology.safeParse(rename(topology));
  const problems: Contradiction[] = built.success
    ? topologyContradictions(built.data)
    : built.error.issues.map(({ path, message }) => ({ path: path as (string | number)[], text: message }));
  refuse(problems, text, file);
  return { topology: built.data as Topology, notes: rename(notes) };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw problemAt(file, isAbsent ? 'there is no such file' : String(error));
  }
}

const problemAt = (file: string, text: string, line = 1, column = 1): TopologyError =>
  new TopologyError(file, [{ path: '', line, column, text }]);

function parse<T extends z.ZodType>(schema: T, text: string, file: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // The library's sentence may quote the file, its position does not.
    const position = Number(/position (\d+)/.exec((error as Error).message)?.[1] ?? text.length);
    const before = text.slice(0, position).split('\n');
    throw problemAt(
      file,
      'found no complete JSON; the file is damaged or cut off',
      before.length,
      (before.at(-1) ?? '').length + 1,
    );
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { document, lines } = located(text);
  throw new TopologyError(file, problemsOf(document, lines, parsed.error.issues, schema));
}

function refuse(contradictions: readonly Contradiction[], text: string, file: string): void {
  if (contradictions.length === 0) return;
  const { document, lines } = located(text);
  throw new TopologyError(
    file,
    contradictions.map(({ path, text: why }) => ({
      path: textOf(path),
      ...locate(document, lines, path),
      text: why,
    })),
  );
}

/** JSON is YAML, whose parser knows where things stand; only needed once something is wrong. */
function located(text: string) {
  const lines = new LineCounter();
  return { lines, document: parseDocument(text, { lineCounter: lines }) };
}

function readNames(text: string, file: string, recording: string): Names {
  const names = parse(Names, text, file);
  const hash = createHash('sha256').update(recording).digest('hex');
  if (names.recording === hash) return names;
  throw problemAt(file, 'these are the names of another recording; each probe writes both files anew');
}

/** Replaces pseudonyms in every text and key, wherever they stand. */
function renamer({ names }: Names): <T>(value: T) => T {
  const renameText = (text: string): string =>
    text.replaceAll(/(?<![A-Za-z0-9])n\d{3,7}-[a-z]+(?![A-Za-z0-9])/g, (found) => names[found] ?? found);
  const rename = (value: unknown): unknown => {
    if (typeof value === 'string') return renameText(value);
    if (Array.isArray(value)) return value.map(rename);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [renameText(key), rename(item)]));
  };
  return <T>(value: T): T => rename(value) as T;
}
