import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import {
  RULE_AREAS,
  RULE_BOOK,
  renderRuleArea,
  renderRuleIndex,
  type RuleArea,
} from '../../../../src/domain/rule-book/index.js';
import { expectReference } from '../../../support/reference-file.js';
import { findRulePlaces } from '../../../support/rule-places.js';

const areas = Object.keys(RULE_AREAS) as RuleArea[];
const places = findRulePlaces();

it.each(areas)('docs/rules/%s.md is what the rule book and the code say', async (area) => {
  await expectReference(`docs/rules/${area}.md`, renderRuleArea(area, RULE_BOOK, places));
});

it('docs/rules/README.md lists all rules', async () => {
  await expectReference('docs/rules/README.md', renderRuleIndex(RULE_BOOK));
});

it('docs/rules holds nothing else', () => {
  const files = readdirSync(new URL('../../../../docs/rules', import.meta.url));
  expect(files.toSorted()).toEqual([...areas, 'README'].map((name) => `${name}.md`).toSorted());
});
