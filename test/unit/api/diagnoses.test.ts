import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ESTATE_TEXT, startApi, type ApiHarness } from '../../support/api-harness.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeEach(async () => {
  api = await startApi(await folder());
  await api.ask('olga', 'POST', '/v1/estates', { body: { text: ESTATE_TEXT } });
});
afterEach(() => api.close());

const diagnose = (body: object, who = 'olga') =>
  api.ask(who, 'POST', '/v1/estates/sample/diagnoses', { body });

it('ATT-4: answers the evidence of an estate, and of one host', async () => {
  const all = await diagnose({});
  expect(all.statusCode).toBe(200);
  expect(all.json()).toMatchObject({ schema: 1, estate: 'sample', tables: expect.any(Array) });
  expect((await diagnose({ host: 'esx-1' })).json()).toMatchObject({ host: 'esx-1' });
});

it('starts nothing and takes no lock: it may be asked for while a run is under way', async () => {
  await diagnose({});
  expect(api.engine.state.calls.map(({ name }) => name)).toEqual(['collectDiagnosis']);
});

it('is not for viewers, and of no estate that is not registered', async () => {
  expect((await diagnose({}, 'vera')).statusCode).toBe(403);
  const unknown = await api.ask('olga', 'POST', '/v1/estates/nowhere/diagnoses', { body: {} });
  expect(unknown.statusCode).toBe(404);
});
