import { expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { cliReference } from '../../../src/cli/reference.js';

const FILE = new URL('../../../docs/reference/cli.md', import.meta.url);

it('docs/reference/cli.md is what the program prints (write it anew with UPDATE_DOCS=1)', () => {
  if (process.env['UPDATE_DOCS']) writeFileSync(FILE, cliReference());
  expect(readFileSync(FILE, 'utf8')).toBe(cliReference());
});

it('every command that does something shows an example', () => {
  const sections = cliReference().split('\n## ').slice(1);
  const silent = sections.filter(
    (text) => !text.includes('\nCommands:\n') && !text.includes('\nExamples:\n'),
  );
  expect(silent.map((text) => text.split('\n')[0])).toEqual([]);
});
