import { describe, expect, it } from '@jest/globals';
import { CHECKS, renderPreflightReference } from '../../../../src/domain/preflight/index.js';
import { expectReference } from '../../../support/reference-file.js';

it('docs/reference/preflight.md is current', async () => {
  await expectReference('docs/reference/preflight.md', renderPreflightReference());
});

describe('every check says what it is', () => {
  it.each(CHECKS.map((check) => [check.id, check] as const))('%s', (id, check) => {
    expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect(check.rule).toMatch(/^[A-Z]{2,3}-\d+$/);
    for (const text of [check.looksAt, check.remedy]) expect(text).toMatch(/^[A-Z][^|]*\.$/);
    expect(check.severities.length).toBeGreaterThan(0);
  });

  it('under a name of its own', () => {
    expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
  });
});

describe('a rule that keeps encrypted VMs from being locked out is never waivable', () => {
  it.each(['DG-1', 'DG-7', 'DG-8', 'DG-10', 'DG-17', 'QB-4', 'ATT-1', 'IMG-1', 'IMG-2', 'IMG-3'])(
    '%s',
    (rule) => {
      expect(CHECKS.filter((check) => check.waivable && check.rule === rule)).toEqual([]);
    },
  );

  it('INV-1 … INV-6', () => {
    expect(CHECKS.filter(({ waivable, rule }) => waivable && rule.startsWith('INV-'))).toEqual([]);
  });
});
