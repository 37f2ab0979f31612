import { afterEach, describe, expect, it } from '@jest/globals';
import { vta } from '../../../support/cli.js';
import { PLAN_HASH, RUN_ID } from '../../../support/contract-data.js';
import { startFakeApi, type FakeApi } from '../../../support/fake-api.js';

let api: FakeApi | undefined;
afterEach(() => api?.close());

const A = '8.0.1-21495797';
const B = '8.0.2-22380479';
const aPlan = (kind: string) => ({
  hash: PLAN_HASH,
  estate: 'lab',
  createdBy: 'olga',
  createdAt: '2026-03-01T08:00:00Z',
  blockers: 0,
  warnings: 0,
  inventoryHash: 'b'.repeat(64),
  operation: kind,
  kind,
  subject: 'TA',
  reason: 'r',
  steps: [],
  tables: [
    { title: 'Trusted hosts', columns: ['Host', 'Installed'], rows: [['esx-1', B]] },
    { title: 'The same in PowerCLI', columns: ['Command'], rows: [['Remove-TrustAuthorityVMHostBaseImage']] },
  ],
  gates: [],
  findings: [],
});

async function serve(kind: string): Promise<FakeApi> {
  api = await startFakeApi({
    'POST /v1/operations/plans': () => ({ status: 201, body: aPlan(kind) }),
    'POST /v1/operations': () => ({
      status: 201,
      body: { runId: RUN_ID, estate: 'lab', planHash: PLAN_HASH, findings: [] },
    }),
  });
  return api;
}
const posted = () =>
  api?.seen.filter(({ method }) => method === 'POST').map(({ path, body }) => [path, body]) ?? [];

describe('vta image retire', () => {
  it('FIX-4: asks for nothing without a version', async () => {
    await serve('retire-base-images');
    const { code, stderr } = await vta(['image', 'retire', 'lab', '--reason', 'r'], api);
    expect(code).toBe(2);
    expect(stderr).toContain('--esx-version');
    expect(posted()).toEqual([]);
  });

  it('FIX-3: plans the named versions, shows evidence and PowerCLI, and starts', async () => {
    await serve('retire-base-images');
    const flags = ['--esx-version', A, '--esx-version', B, '--reason', 'r'];
    const { code, stderr } = await vta(['image', 'retire', 'lab', ...flags], api);
    expect(code).toBe(0);
    for (const text of ['Trusted hosts', 'esx-1', 'Remove-TrustAuthorityVMHostBaseImage']) {
      expect(stderr).toContain(text);
    }
    expect(posted()).toEqual([
      [
        '/v1/operations/plans',
        {
          request: {
            estate: 'lab',
            kind: 'retire-base-images',
            reason: 'r',
            parameters: { versions: [A, B] },
          },
        },
      ],
      ['/v1/operations', { estate: 'lab', planHash: PLAN_HASH }],
    ]);
  });
});

describe('QB-6: vta image evidence', () => {
  it.each<[string, string[], string[]]>([
    ['shows the tables', [], []],
    ['says in full why a version stays', ['--esx-version', B], [B]],
  ])('%s, and starts nothing', async (_, flags, versions) => {
    await serve('review-base-images');
    const { code, stdout } = await vta(['image', 'evidence', 'lab', ...flags], api);
    expect([code, stdout]).toEqual([0, expect.stringContaining('Trusted hosts')]);
    expect(posted()).toEqual([
      [
        '/v1/operations/plans',
        {
          request: expect.objectContaining({ kind: 'review-base-images', parameters: { versions } }),
        },
      ],
    ]);
  });
});
