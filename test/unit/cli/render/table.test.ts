import { expect, it } from '@jest/globals';
import pc from 'picocolors';
import { wrap, type Style } from '../../../../src/cli/render/style.js';
import { table } from '../../../../src/cli/render/table.js';

const style = (width: number): Style => ({ colors: pc.createColors(false), width, now: 0 });

it('a table is aligned and ends no line with blanks', () => {
  expect(
    table(
      ['Host', 'Phase'],
      [
        ['ta-01.lab', 'done'],
        ['b', ''],
      ],
      style(100),
    ),
  ).toBe(['Host       Phase', 'ta-01.lab  done', 'b'].join('\n'));
});

it('a table that is too wide cuts its widest column and shows the cut', () => {
  const text = table(['Name', 'Reason'], [['short', 'x'.repeat(200)]], style(40));
  expect(text.split('\n').map((line) => line.length)).toEqual([13, 40]);
  expect(text).toMatch(/x…$/);
});

it('the first column stays whole: it holds what is typed into the next command', () => {
  const id = 'cluster/a-vcenter-with-a-name/domain-c1234';
  expect(table(['Gate', 'Reason'], [[id, 'x'.repeat(80)]], style(60))).toContain(`${id}  x`);
});

it('text is broken at blanks, and a word that fits nowhere stays whole', () => {
  expect(wrap('one two three', 7, '  ')).toEqual(['one two', '  three']);
  expect(wrap('unbreakable', 4)).toEqual(['unbreakable']);
});
