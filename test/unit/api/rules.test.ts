import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RULE_BOOK } from '../../../src/domain/rule-book/index.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeAll(async () => {
  api = await startApi(await folder());
});
afterAll(() => api.close());

describe('the rule book over REST', () => {
  it('gives all rules, to everybody who is logged in', async () => {
    const answer = await api.ask('vera', 'GET', '/v1/rules');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ items: RULE_BOOK });
  });

  it.each(['QB-4', 'qb-4'])('gives one rule, asked for as %s', async (id) => {
    expect((await api.ask('vera', 'GET', `/v1/rules/${id}`)).json()).toEqual(
      RULE_BOOK.find((rule) => rule.id === 'QB-4'),
    );
  });

  it.each(['QB-11', 'QB', 'nothing'])('says that there is no rule %s, and how to list them', async (id) => {
    const answer = await api.ask('vera', 'GET', `/v1/rules/${id}`);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({
      code: 'rule-unknown',
      remedy: expect.stringContaining('vta explain'),
    });
  });
});
