/** Fields of a fault that are numbers. */
const NUMBERS = new Set(['occurrence', 'count', 'skip', 'rate', 'seconds', 'status', 'retryAfter', 'skew']);

/**
 * A fault as it is written on a command line, `KIND[:FIELD=VALUE,…]`, as the control API takes it; names of hosts in a
 * list are joined by `+`. What is wrong with it is found where it is read.
 */
export function faultFromText(text: string): Record<string, unknown> {
  const [kind = '', ...rest] = text.split(':');
  const pairs = rest
    .join(':')
    .split(',')
    .filter((pair) => pair !== '');
  const fields = pairs.map((pair): [string, unknown] => {
    const [name = '', ...value] = pair.split('=');
    const written = value.join('=');
    if (name === 'hosts') return [name, written.split('+')];
    const number = Number(written);
    return [name, NUMBERS.has(name) && written !== '' && !Number.isNaN(number) ? number : written];
  });
  return { kind, ...Object.fromEntries(fields) };
}
