import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startHarness, type Harness } from '../support/run-harness.js';
import { createStubEstate } from '../support/stub-estate.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.stop());

const NEW = '8.0.3-24022510';
const file = { version: NEW, hash: 'f'.repeat(64), bytes: 9, from: 'olga' };
const shape = {
  taHosts: 2,
  clusters: { A: 2, B: 1 },
  imageFiles: [file],
  request: {
    imageFile: file.hash,
    only: { tiers: ['trusted-hosts'] as const, reason: 'hardware support' },
  },
};

describe('a base-image file of the archive instead of an export', () => {
  it('IMG-2, IMG-5, DG-6: is approved and imported before any host, and the run pauses after the first', async () => {
    const stub = createStubEstate(shape);
    const status = await harness.run(stub, async (run) => {
      await run.decide(await run.openGate(), 'approved');
      const gate = await run.openGate();
      expect(gate).toBe(`trust-image/${NEW}`);
      expect(stub.effects.filter((effect) => effect.startsWith('enter'))).toEqual([]);
      const { evidence } = (await run.status()).gates.find(({ id }) => id === gate) ?? {};
      expect(evidence?.[0]).toContain('supplied by olga');
      await run.decide(gate, 'approved');
      expect(await run.openGate()).toBe('cluster/wl-vc/domain-A');
      expect(stub.effects).toContain('exit a-1');
      expect(stub.effects).not.toContain('enter a-2');
      return run.approveAll();
    });
    expect(status.state).toBe('succeeded');
    expect(stub.imports).toEqual([file.hash]);
    expect(stub.effects.some((effect) => effect.startsWith('export'))).toBe(false);
    expect(stub.effects.indexOf(`import ${NEW}`)).toBeLessThan(stub.effects.indexOf('enter a-1'));
    expect(stub.effects).toContain('exit b-1');
  });

  it('DG-2: a file that nobody wants to trust leaves every host as it is', async () => {
    const stub = createStubEstate(shape);
    const status = await harness.run(stub, async (run) => {
      await run.decide(await run.openGate(), 'approved');
      await run.decide(await run.openGate(), 'rejected');
      return run.handle.result();
    });
    expect(status.state).toBe('rejected');
    expect(stub.imports).toEqual([]);
    expect(stub.effects.filter((effect) => /^(enter|apply)/.test(effect))).toEqual([]);
  });
});
