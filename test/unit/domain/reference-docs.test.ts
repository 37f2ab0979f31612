import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ERRORS, renderErrorReference } from '../../../src/domain/errors.js';
import type { WaitingKind } from '../../../src/domain/model/waiting.js';
import { normalUpTo } from '../../../src/domain/safety/index.js';
import { renderWaitingReference, WAITING_TEXTS } from '../../../src/domain/waiting/index.js';
import { expectReference } from '../../support/reference-file.js';

const read = (name: string) => readFileSync(`docs/reference/${name}`, 'utf8');

describe('the generated reference is what the registries say', () => {
  it('docs/reference/errors.md', async () => {
    await expectReference('docs/reference/errors.md', renderErrorReference());
  });

  it('docs/reference/waiting.md', async () => {
    await expectReference('docs/reference/waiting.md', renderWaitingReference());
  });
});

describe('every kind of waiting has an anchor and an advice', () => {
  it.each(Object.entries(WAITING_TEXTS))('%s', (kind, { meaning, normalFor, whatToDo }) => {
    expect(read('waiting.md')).toContain(`\n## ${kind}\n`);
    for (const text of [meaning, normalFor, whatToDo]) expect(text).toMatch(/^[A-Z].*\.$/);
  });
});

describe('the usual time in words is the one in the durations table', () => {
  it.each(Object.keys(WAITING_TEXTS) as WaitingKind[])('%s', (kind) => {
    const minutes = (normalUpTo(kind) ?? 0) / 60;
    if (minutes === 0) return expect(WAITING_TEXTS[kind].normalFor).not.toMatch(/\d/);
    const words = minutes === 60 ? '1 hour' : `${minutes} minutes`;
    return expect(WAITING_TEXTS[kind].normalFor).toContain(words);
  });
});

describe('every error is a sentence with something to do next', () => {
  it.each(Object.entries(ERRORS))('%s', (code, { sentence, whatToDo }) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const text of [sentence, whatToDo]) expect(text).toMatch(/^[A-Z].*\.$/);
  });
});
