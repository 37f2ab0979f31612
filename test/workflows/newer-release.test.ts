import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { pauseRunUpdate } from '../../src/workflows/messages.js';
import { startHarness, type Harness } from '../support/run-harness.js';
import { createStubEstate } from '../support/stub-estate.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const small = { taHosts: 2, clusters: { A: 1 } };
const newer = expect.objectContaining({
  cause: expect.objectContaining({ type: 'payload-newer', message: expect.stringMatching(/newer release/) }),
});

it('a run that a service of a later release starts here ends before anything is touched', async () => {
  const stub = createStubEstate(small);
  await harness.run(
    stub,
    async (run) => {
      await expect(run.handle.result()).rejects.toThrow(newer);
    },
    { schema: 2 } as object,
  );
  expect(stub.effects).toEqual([]);
});

it('what a service of a later release asks of a run is refused, and the run stays as it was', async () => {
  await harness.run(createStubEstate(small), async (run) => {
    await run.openGate();
    const request = { schema: 2, id: 'p1', by: 'olga', reason: 'test' };
    const refused = await run.handle
      .executeUpdate(pauseRunUpdate, { args: [request] })
      .catch((e: unknown) => e);
    expect(refused).toEqual(newer);
    expect((refused as { cause: unknown }).cause).toBeInstanceOf(ApplicationFailure);
    expect((await run.status()).pausedBy).toBeUndefined();
    // A field that it does not know, without such a number, is no trouble.
    const more = { ...request, schema: 1, id: 'p2', colour: 'blue' };
    await run.handle.executeUpdate(pauseRunUpdate, { args: [more] });
    expect((await run.status()).pausedBy?.id).toBe('p2');
    await run.handle.terminate('the end of the test');
  });
});
