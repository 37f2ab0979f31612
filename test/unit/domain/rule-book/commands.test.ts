import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { RULE_BOOK } from '../../../../src/domain/rule-book/index.js';

const REFERENCE = readFileSync('docs/reference/cli.md', 'utf8');
const COMMANDS = [...REFERENCE.matchAll(/^## (vta .+)$/gm)].map(([, command]) => command);

describe('commands that the rule book names', () => {
  it.each(RULE_BOOK.flatMap(({ id, sees, may }) => commandsIn(`${sees} ${may}`).map((text) => [id, text])))(
    '%s: `%s` is one',
    (_, text = '') => {
      const [command = ''] = /^vta(?: [a-z][a-z-]*)+(?= [A-Z-]|$)/.exec(text) ?? [];
      expect(COMMANDS).toContain(command);
    },
  );
});

/** Everything in backquotes that begins with the name of the command line and a command. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/`(vta [a-z][^`]*)`/g)].map(([, command = '']) => command);
}
