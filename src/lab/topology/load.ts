import { readFile } from 'node:fs/promises';
import { LineCounter, parseDocument } from 'yaml';
import { contradictionsOf } from './check.js';
import { locate, problemsOf, textOf, TopologyError } from './problem.js';
import { Topology } from './schema.js';

/** Reads a topology file (YAML). @throws TopologyError naming file, line and column of every mistake */
export async function loadTopology(file: string): Promise<Topology> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(error);
    throw new TopologyError(file, [{ path: '', line: 1, column: 1, text: reason }]);
  }
  return parseTopology(text, file);
}

/** @throws TopologyError */
export function parseTopology(text: string, file: string): Topology {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new TopologyError(
      file,
      document.errors.map(({ pos, message }) => {
        const { line, col } = lines.linePos(pos[0]);
        return { path: '', line, column: col, text: message.split('\n', 1)[0] ?? message };
      }),
    );
  }
  const parsed = Topology.safeParse(document.toJS());
  if (!parsed.success)
    throw new TopologyError(file, problemsOf(document, lines, parsed.error.issues, Topology));
  const contradictions = contradictionsOf(parsed.data);
  if (contradictions.length > 0) {
    throw new TopologyError(
      file,
      contradictions.map(({ path, text: why }) => ({
        path: textOf(path),
        ...locate(document, lines, path),
        text: why,
      })),
    );
  }
  return parsed.data;
}
