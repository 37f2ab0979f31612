import { isCollection, isMap, isNode, isPair, isScalar } from 'yaml';
import type { Document, LineCounter, Node } from 'yaml';
import type { z } from 'zod';
import { keysAt } from './schema-keys.js';

/** One mistake in a topology, with the place where it stands. */
export interface TopologyProblem {
  /** `vcenters[0].clusters[1].drs` */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** What was found and what is allowed. */
  readonly text: string;
}

/** Thrown with every problem at once; nothing of a faulty topology is used. */
export class TopologyError extends Error {
  readonly file: string;
  readonly problems: readonly TopologyProblem[];

  constructor(file: string, problems: readonly TopologyProblem[]) {
    super(
      problems
        .map((it) => `${file}:${it.line}:${it.column}: ${it.path ? `${it.path}: ` : ''}${it.text}`)
        .join('\n'),
    );
    this.name = 'TopologyError';
    this.file = file;
    this.problems = problems;
  }
}

type Path = readonly PropertyKey[];

/** Where a path stands in the text: its own value, or the nearest thing around it that exists. */
export function locate(
  document: Document,
  lines: LineCounter,
  path: Path,
  key = false,
): { line: number; column: number } {
  for (let length = path.length; length >= 0; length -= 1) {
    const part = path.slice(0, length);
    const exact = length === path.length;
    const node = key && exact ? keyNode(document, part) : document.getIn(part as unknown[], true);
    const range = isNode(node) ? node.range : undefined;
    if (range) {
      const { line, col } = lines.linePos(range[0]);
      return { line, column: col };
    }
  }
  return { line: 1, column: 1 };
}

/** The key of a map entry, so that a misspelt name is underlined rather than its value. */
function keyNode(document: Document, path: Path): Node | undefined {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1) as unknown[], true) : document.contents;
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(
    (item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1),
  );
  return pair && isNode(pair.key) ? pair.key : undefined;
}

/** Problems of the schema as sentences about what was found and what is allowed. */
export function problemsOf(
  document: Document,
  lines: LineCounter,
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
): TopologyProblem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((name) => ({
        path: textOf(issue.path),
        ...locate(document, lines, [...issue.path, name], true),
        text: `unknown key "${name}"; allowed are ${keysAt(schema, issue.path).join(', ')}`,
      }));
    }
    const node = document.getIn(issue.path as unknown[], true);
    return [
      {
        path: textOf(issue.path),
        ...locate(document, lines, issue.path),
        text: `found ${shown(node)}, ${allowed(issue)}`,
      },
    ];
  });
}

function allowed(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `allowed is: ${issue.expected}`;
    case 'invalid_value':
      return `allowed: ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `allowed: ${String(issue.minimum)}${issue.origin === 'array' ? ' or more entries' : ' or more'}`;
    case 'too_big':
      return `allowed: at most ${String(issue.maximum)}`;
    default:
      return `allowed: ${issue.message}`;
  }
}

export function textOf(path: Path): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    '',
  );
}

function shown(node: unknown): string {
  if (node === undefined || node === null) return 'nothing';
  if (isCollection(node)) return isMap(node) ? 'a map' : 'a list';
  return JSON.stringify(isScalar(node) ? node.value : node);
}
