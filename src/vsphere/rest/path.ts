/** Path below `/api` with its variables percent-encoded: pathOf`/vcenter/host/${moid}`. */
export const pathOf = (texts: TemplateStringsArray, ...variables: readonly string[]): string =>
  texts.reduce((path, text, index) => `${path}${encodeURIComponent(variables[index - 1] ?? '')}${text}`);

export type Query = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Query string with `?`, or nothing; a list is a repeated key. */
export const queryOf = (query: Query = {}): string => {
  const pairs = Object.entries(query).flatMap(([key, value]): [string, string][] => {
    if (value === undefined) return [];
    const values = Array.isArray(value) ? (value as readonly string[]) : [String(value)];
    return values.map((item): [string, string] => [key, item]);
  });
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
};
