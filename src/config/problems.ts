import { z } from 'zod';

/** One thing that is wrong in a configuration. */
export interface ConfigProblem {
  /** File or environment variable. */
  readonly source: string;
  /** From 1; absent for the environment and for what is missing. */
  readonly line?: number;
  readonly pointer: string;
  readonly found: string;
  readonly allowed: string;
}

/** Everything that is wrong with the configuration, in one error that can be printed as it is. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(sentence).join('\n'));
    this.problems = problems;
  }
}

function sentence({ source, line, pointer, found, allowed }: ConfigProblem): string {
  const place = line === undefined ? source : `${source}:${line}`;
  return `${place}: ${pointer || '/'}: found ${found}, allowed: ${allowed}`;
}

/** What one zod issue says, without the place: path, what was found, what is allowed. */
export interface Complaint {
  readonly path: readonly (string | number)[];
  readonly found: string;
  readonly allowed: string;
}

/** Complaints of a failed parse; an unknown key is one complaint about that very key. */
export function complaintsOf(schema: z.ZodType, error: z.ZodError, value: unknown): Complaint[] {
  const json = z.toJSONSchema(schema, { io: 'input' });
  return error.issues.flatMap((issue): Complaint[] => {
    const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
    if (issue.code === 'unrecognized_keys') {
      const allowed = keysAt(json, path).join(', ') || 'nothing here';
      return issue.keys.map((key) => ({ path: [...path, key], found: 'an unknown key', allowed }));
    }
    return [{ path, found: describe(value, path), allowed: allowedBy(issue) }];
  });
}

function allowedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `a value of type ${issue.expected}`;
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'invalid_union':
      return '{ file: PATH } or { env: NAME }';
    case 'invalid_key':
      return 'a name of letters, digits, dots, dashes and underscores';
    default:
      return issue.message;
  }
}

/** The value as people wrote it; never one that could be a secret written in the wrong place. */
function describe(root: unknown, path: readonly (string | number)[]): string {
  let value = root;
  for (const step of path) value = isObject(value) ? value[step] : undefined;
  if (value === undefined) return 'nothing';
  if (isObject(value)) return Array.isArray(value) ? 'a list' : 'a mapping';
  return path[0] === 'credentials' ? `a ${typeof value}` : JSON.stringify(value);
}

function keysAt(json: z.core.JSONSchema.BaseSchema, path: readonly (string | number)[]): string[] {
  let schema: z.core.JSONSchema._JSONSchema | undefined = json;
  for (const step of path) {
    if (typeof schema !== 'object') return [];
    const next: z.core.JSONSchema._JSONSchema | undefined = schema.properties?.[step];
    schema =
      next ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
  }
  return typeof schema === 'object' ? Object.keys(schema.properties ?? {}) : [];
}

function isObject(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}
