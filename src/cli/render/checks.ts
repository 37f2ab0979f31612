import { wrap, type Style } from './style.js';

/** One line of `vta doctor`. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly text: string;
  /** What to do; present when something is wrong. */
  readonly todo?: string;
}

/** `ok` or `problem` in front of each check, and below a problem what to do. */
export function checkLines(checks: readonly Check[], { colors, width }: Style): string[] {
  const column = Math.max(...checks.map(({ name }) => name.length));
  const indent = ' '.repeat(column + 11);
  return checks.flatMap(({ name, ok, text, todo }) => {
    const mark = ok ? colors.green('ok     ') : colors.red('problem');
    const [first = '', ...more] = wrap(text, width - indent.length);
    const rest = [...more, ...(todo === undefined ? [] : wrap(todo, width - indent.length))];
    return [`${mark}  ${name.padEnd(column)}  ${first}`, ...rest.map((line) => indent + line)];
  });
}
