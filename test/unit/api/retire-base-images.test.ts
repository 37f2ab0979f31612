import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ESTATE_TEXT, startApi, type ApiHarness } from '../../support/api-harness.js';
import { NEW, OLD } from '../../support/builders.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeEach(async () => {
  api = await startApi(await folder());
  await api.ask('olga', 'POST', '/v1/estates', { body: { text: ESTATE_TEXT } });
});
afterEach(() => api.close());

const plan = (parameters: object) =>
  api.ask('olga', 'POST', '/v1/operations/plans', {
    body: { request: { estate: 'sample', kind: 'retire-base-images', reason: 'r', parameters } },
  });
const calls = (name: string) => api.engine.state.calls.filter((call) => call.name === name);

describe('FIX-4: a request for the removal of base images', () => {
  it.each<[string, object]>([
    ['no versions', {}],
    ['an empty list', { versions: [] }],
    ['an empty version', { versions: [''] }],
    ['"all" beside them', { versions: [OLD], all: true }],
  ])('with %s is invalid, and nothing is read', async (_, parameters) => {
    const refused = await plan(parameters);
    expect(refused.json()).toMatchObject({ status: 422, code: 'request-invalid' });
    expect(calls('planOperation')).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['QB-4', OLD, 'base-image-in-use'],
    ['DG-5', OLD, 'last-image'],
    ['FIX-4', NEW, 'version-unknown'],
    ['FIX-4', 'all', 'version-invalid'],
  ])('%s: %s is planned with its blocker, and cannot be started', async (rule, version, check) => {
    const planned = (await plan({ versions: [version] })).json() as { hash: string; findings: object[] };
    expect(planned.findings).toContainEqual(expect.objectContaining({ rule, check, severity: 'blocker' }));
    const body = { estate: 'sample', planHash: planned.hash };
    const refused = await api.ask('olga', 'POST', '/v1/operations', { body });
    expect(refused.json()).toMatchObject({ status: 409, code: 'plan-blocked' });
    expect(refused.json().rules).toContain(rule);
    expect(calls('startOperation')).toEqual([]);
  });
});
