import { lineOf, readConfig, type ConfigPlace, type Source } from './load.js';

/** One value of the effective configuration. */
export interface ConfigValue {
  /** `durations.evacuation.hardLimitMinutes`. */
  readonly key: string;
  /** Plain JSON. A secret is never here: what is shown is where it is kept. */
  readonly value: unknown;
  /** `default`, `environment VTA_LOG_LEVEL`, or file and line. */
  readonly from: string;
}

/**
 * The effective configuration, value by value, with where each one comes from.
 *
 * @throws ConfigError with everything that is wrong
 */
export async function showConfig(place: ConfigPlace): Promise<readonly ConfigValue[]> {
  const { config, source, from } = await readConfig(place);
  const { file: _, ...values } = config;
  return leavesOf(values, []).map(({ path, value }) => ({
    key: path.join('.'),
    value: withoutLogin(value),
    from: originOf(path, source, from),
  }));
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Values below an object; a list, an empty object and a reference to a secret are values themselves. */
function leavesOf(value: unknown, path: readonly string[]): Leaf[] {
  if (!isMapping(value) || path.at(-1) === 'password') return [{ path, value }];
  const entries = Object.entries(value);
  if (entries.length === 0) return [{ path, value }];
  return entries.flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function originOf(
  path: readonly string[],
  source: Source | undefined,
  from: ReadonlyMap<string, string>,
): string {
  const variable = from.get(`/${path.join('/')}`);
  if (variable !== undefined) return `environment ${variable}`;
  if (source === undefined || !source.document.hasIn(path)) return 'default';
  return `${source.file}:${lineOf(source, path) ?? 1}`;
}

/** An address may have been written with a login in it, which is nobody else's business. */
function withoutLogin(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\/\/[^/@]*@/, '//…@') : value;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
