import { describe, expect, it } from '@jest/globals';
import { assumptionList, Assumptions } from '../../../../src/lab/topology/assumptions.js';
import {
  assumptionsHelp,
  assumptionsText,
  chooseAssumptions,
} from '../../../../src/lab/topology/choose-assumptions.js';

describe('--assumptions', () => {
  it('reads pairs, also with spaces', () => {
    expect(chooseAssumptions('taskError=text, unsetFields=null', 1)).toEqual({
      taskError: 'text',
      unsetFields: 'null',
    });
  });

  it.each<{ text: string; says: string | RegExp }>`
    text                  | says
    ${'taskerror=text'}   | ${/found "taskerror=text"; allowed: NAME=VALUE.*random or list.*taskError/}
    ${'taskError=string'} | ${'found "taskError=string"; allowed for taskError: object, text'}
    ${'taskError'}        | ${'found "taskError"; allowed for taskError: object, text'}
    ${''}                 | ${/found ""; allowed: NAME=VALUE/}
  `('"$text" is refused with what is allowed', ({ text, says }) => {
    expect(() => chooseAssumptions(text, 1)).toThrow(says);
  });

  it('random draws one alternative of each, equal for equal seeds', () => {
    const drawn = chooseAssumptions('random', 7);
    expect(Assumptions.parse(drawn)).toEqual(drawn);
    expect(chooseAssumptions('random', 7)).toEqual(drawn);
    expect(chooseAssumptions('random', 8)).not.toEqual(drawn);
  });

  it('a printed combination can be read again', () => {
    const drawn = Assumptions.parse(chooseAssumptions('random', 7));
    expect(Assumptions.parse(chooseAssumptions(assumptionsText(drawn), 1))).toEqual(drawn);
    expect(assumptionsText(Assumptions.parse({}))).toBe('');
  });

  it('list names every alternative and marks the defaults', () => {
    const text = assumptionsHelp();
    for (const { name, alternatives } of assumptionList) {
      expect(text).toContain(`\n${name}: `.slice(name === assumptionList[0]?.name ? 1 : 0));
      expect(text).toContain(`    ${alternatives[0]} (default)\n`);
      for (const value of alternatives.slice(1)) expect(text).toContain(`    ${value}\n`);
    }
  });
});
