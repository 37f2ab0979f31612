import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RULE_BOOK } from '../../../src/domain/rule-book/index.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { vta } from '../../support/cli.js';
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

describe('vta explain, against the service', () => {
  const explain = async (...args: string[]) => {
    const url = await listening;
    return vta(['explain', ...args], { url, env: { VTA_TOKEN: api.tokens['vera'] ?? '' } });
  };
  let listening: Promise<string>;
  beforeAll(() => {
    listening = api.app.listen({ port: 0, host: '127.0.0.1' });
    return listening;
  });

  it.each(RULE_BOOK.map(({ id }) => id))('%s is told within 100 columns', async (id) => {
    const { code, stdout } = await explain(id);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^${id}  `));
    expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('lists all rules', async () => {
    const { stdout } = await explain();
    for (const { id, title } of RULE_BOOK)
      expect(stdout).toMatch(new RegExp(`^${id} +${title} +(yes|not yet)$`, 'm'));
    expect(JSON.parse((await explain('--json')).stdout)).toEqual(RULE_BOOK);
  });

  it('ends with 4 for a rule that there is not, and says what to do', async () => {
    const { code, stderr } = await explain('QB-11');
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: 'The rule book has no rule of this ID.\nWhat to do: List all rules with `vta explain`.\n',
    });
  });
});
