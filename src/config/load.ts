import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isMap, LineCounter, parseDocument, type Document } from 'yaml';
import { environmentValues, type Environment } from './environment.js';
import { complaintsOf, ConfigError, type ConfigProblem } from './problems.js';
import { Config } from './schema.js';

/** The configuration, and where it was read from. */
export type LoadedConfig = Config & { readonly file?: string };

/**
 * Reads the configuration once: file (argument, else `VTA_CONFIG`), then environment variables over it, then
 * defaults. Relative paths in a file are relative to that file.
 *
 * @throws ConfigError with everything that is wrong
 */
export async function loadConfig(from: ConfigPlace): Promise<LoadedConfig> {
  return (await readConfig(from)).config;
}

export interface ConfigPlace {
  readonly env: Environment;
  readonly file?: string | undefined;
}

/** The configuration with what it was put together from. @throws ConfigError */
export async function readConfig({ env, file = env['VTA_CONFIG'] || undefined }: ConfigPlace): Promise<{
  readonly config: LoadedConfig;
  readonly source: Source | undefined;
  /** Environment variable of each pointer that one sets. */
  readonly from: ReadonlyMap<string, string>;
}> {
  const source = file === undefined ? undefined : await readSource(file);
  const value: Record<string, unknown> = source === undefined ? {} : toObject(source);
  const { values, from } = environmentValues(env);
  for (const { path, value: found } of values) setIn(value, path, found);

  const parsed = Config.safeParse(value);
  if (!parsed.success) {
    const problems = complaintsOf(Config, parsed.error, value).map(
      ({ path, found, allowed }): ConfigProblem => {
        const pointer = path
          .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
          .join('');
        const variable = [...from].find(([key]) => pointer === key || pointer.startsWith(`${key}/`))?.[1];
        if (variable !== undefined) return { source: variable, pointer, found, allowed };
        const line = source && lineOf(source, path);
        const place = { source: source?.file ?? 'configuration', ...(line === undefined ? {} : { line }) };
        return { ...place, pointer, found, allowed };
      },
    );
    throw new ConfigError(problems);
  }
  return { config: { ...parsed.data, ...(file === undefined ? {} : { file }) }, source, from };
}

export interface Source {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

async function readSource(file: string): Promise<Source> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unreadable';
    throw new ConfigError([{ source: file, pointer: '', found: reason, allowed: 'a readable YAML file' }]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true });
  const problems = document.errors.map((error): ConfigProblem => {
    const { line } = lines.linePos(error.pos[0]);
    // The library's message quotes the lines around, which may hold what does not belong there.
    const found = error.code.toLowerCase().replaceAll('_', ' ');
    return { source: file, line, pointer: '', found, allowed: 'YAML 1.2 with unique keys' };
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return { file, document, lines };
}

function toObject({ file, document }: Source): Record<string, unknown> {
  if (document.contents === null) return {};
  if (!isMap(document.contents)) {
    throw new ConfigError([
      { source: file, line: 1, pointer: '', found: 'no mapping', allowed: 'keys and values' },
    ]);
  }
  const value = document.toJS({ maxAliasCount: 100 }) as Record<string, unknown>;
  return withPathsFrom(dirname(resolve(file)), value);
}

/** Makes the paths in a file absolute. */
function withPathsFrom(folder: string, value: Record<string, unknown>): Record<string, unknown> {
  const { dataDirectory, credentials } = value;
  if (typeof dataDirectory === 'string') value['dataDirectory'] = resolve(folder, dataDirectory);
  if (typeof credentials === 'object' && credentials !== null) {
    for (const login of Object.values(credentials) as ({ password?: unknown } | null)[]) {
      const password = login?.password as { file?: unknown } | null | undefined;
      if (typeof password?.file === 'string') password.file = resolve(folder, password.file);
    }
  }
  return value;
}

function setIn(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    root[key] = value;
    return;
  }
  const inner = root[key];
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  root[key] = next;
  setIn(next, rest, value);
}

/** Line of the key itself, or of the nearest thing around it that is in the file. */
export function lineOf({ document, lines }: Source, path: readonly (string | number)[]): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find((item) => String((item.key as { value?: unknown } | null)?.value) === String(key))
      : undefined;
    const node = (pair?.key ?? document.getIn(path.slice(0, length), true)) as
      { range?: number[] } | undefined;
    const start = node?.range?.[0];
    if (start !== undefined) return lines.linePos(start).line;
  }
  return undefined;
}
