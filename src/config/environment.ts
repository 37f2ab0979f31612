/** Environment variables that win over the file, with the key each one sets. */
export const ENVIRONMENT = {
  VTA_DATA_DIRECTORY: ['dataDirectory'],
  VTA_API_LISTEN: ['api', 'listen'],
  VTA_TEMPORAL_ADDRESS: ['temporal', 'address'],
  VTA_TEMPORAL_NAMESPACE: ['temporal', 'namespace'],
  VTA_ZONES: ['zones'],
  VTA_TIME_SCALE: ['timeScale'],
  VTA_LOG_LEVEL: ['log', 'level'],
} as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The values that the environment sets, as a file would; `from` names the variable of each pointer. */
export function environmentValues(env: Environment): {
  readonly values: readonly { readonly path: readonly string[]; readonly value: unknown }[];
  readonly from: ReadonlyMap<string, string>;
} {
  const set = Object.entries(ENVIRONMENT).flatMap(([variable, path]) => {
    const text = env[variable];
    return text === undefined || text === '' ? [] : [{ variable, path, text }];
  });
  return {
    values: set.map(({ variable, path, text }) => ({ path, value: valueOf(variable, text) })),
    from: new Map(set.map(({ variable, path }) => [`/${path.join('/')}`, variable])),
  };
}

function valueOf(variable: string, text: string): unknown {
  if (variable === 'VTA_ZONES') return text.split(',').map((zone) => zone.trim());
  // What is no number stays text, so that the error can show what was found.
  if (variable === 'VTA_TIME_SCALE') return Number.isNaN(Number(text)) ? text : Number(text);
  return text;
}
