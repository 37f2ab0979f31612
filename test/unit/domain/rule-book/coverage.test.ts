import { describe, expect, it } from '@jest/globals';
import { RULE_BOOK } from '../../../../src/domain/rule-book/index.js';
import { findRulePlaces, rulesNamed, rulesTagged, rulesTested } from '../../../support/rule-places.js';

/** The rules that there are. */
const LIST =
  'SVC-1..5 IMG-1..5 ORD-1..8 QB-1..10 CLI-1 REC-0..5 ATT-1..5 FIX-1..4 BAK-1..3 INV-1..6 DG-1..18';
const places = findRulePlaces();

it('the rule book has every rule of the list, once and in order', () => {
  const ids = RULE_BOOK.map(({ id }) => id);
  expect(ids).toHaveLength(71);
  expect(ids).toEqual(rulesNamed(LIST));
});

/** `@rule` in the product and a test of its name, or a line in src/domain/rule-book/not-yet.ts: one of the two. */
describe('a rule is enforced and tested exactly when the rule book does not say "not yet"', () => {
  it.each(RULE_BOOK.map((rule) => [rule.id, rule] as const))('%s', (id, { notYet }) => {
    const { enforced, tested } = places(id);
    const isInForce = enforced.length > 0 && tested.length > 0;
    expect({ id, isInForce, enforced, tested }).toEqual({
      id,
      isInForce: notYet === undefined,
      enforced,
      tested,
    });
  });
});

describe('every rule is told in full', () => {
  it.each(RULE_BOOK.map((rule) => [rule.id, rule] as const))('%s', (_, rule) => {
    const { title, statement, why, sees, may, notYet = 'Nothing.' } = rule;
    for (const text of [statement, why, sees, may, notYet]) expect(text).toMatch(/^["`A-Z].*\.$/);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(title.length).toBeLessThanOrEqual(60);
  });
});

it('no tag and no test speaks of a rule that does not exist', () => {
  const ids: readonly string[] = RULE_BOOK.map(({ id }) => id);
  expect(places.all.filter((id) => !ids.includes(id))).toEqual([]);
});

describe('how places are found', () => {
  it.each([
    ['/** One by one. @rule ORD-7 for TA hosts, ORD-8 for others */', ['ORD-7', 'ORD-8']],
    [' * @rule ORD-2..4, INV-6\n * QB-1 is another matter', ['ORD-2', 'ORD-3', 'ORD-4', 'INV-6']],
    ['// QB-4 keeps it', []],
  ])('tags in %j', (source, ids) => {
    expect(rulesTagged(source)).toEqual(ids);
  });

  it.each([
    ["it('QB-4: stays', () => {});", ['QB-4']],
    ["describe('INV-6, ORD-1: four tiers', () => {});", ['INV-6', 'ORD-1']],
    ["describe('ORD-2..4: tiers', () => {});", ['ORD-2', 'ORD-3', 'ORD-4']],
    ["expect(rule).toBe('QB-4');", []],
    ["it('says nothing of QB-4: it stays', () => {});", []],
  ])('tests in %j', (source, ids) => {
    expect(rulesTested(source)).toEqual(ids);
  });
});
