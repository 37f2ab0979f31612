/** Orders texts by code unit: the same on every machine, whatever its locale, so that plans hash alike. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders by a text taken from each item. */
export function by<T>(textOf: (item: T) => string): (a: T, b: T) => number {
  return (a, b) => byText(textOf(a), textOf(b));
}
