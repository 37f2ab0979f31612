import type { planOperation } from '../../src/workflows/operations/plan-operation.js';
import { OLD_FILE, retirement } from '../support/retiring-operation.js';
import type { Driver } from '../support/run-harness.js';
import { SHARED_QUEUE } from '../support/shared-orchestration.js';
import { OLD } from '../support/stub-world.js';
import type { StubEstate } from '../support/stub-estate.js';
import type { StubTrouble } from '../support/stub-shape.js';
import { client, gateOpen } from './driving.js';
import { SMALL, TWO, type Scenario } from './scenario.js';

const GATE = `retire/${OLD}`;
const SAVES = ['retireBaseImages'];

/** The archived file is in the store before anybody looks for it again. */
const withFile = async (run: Driver): Promise<void> => void (await run.blobs.put(OLD_FILE));

/** `a-2` loses its attestation once the old image is gone, until it is there again. */
function losingOne(): StubTrouble & { effects: readonly string[] } {
  const trouble = {
    effects: [] as readonly string[],
    attests: (host: string): boolean =>
      host !== 'a-2' ||
      !trouble.effects.includes(`remove ${OLD}`) ||
      trouble.effects.includes(`import ${OLD}`),
  };
  return trouble;
}

/** The retirement of base images: approved, asked again, undone; and the evidence alone. */
export const RETIRING_SCENARIOS: Readonly<Record<string, Scenario>> = {
  'images-retired': {
    saves: ['runOperation', ...SAVES],
    shape: { ...TWO, upgraded: true },
    operation: retirement(),
    drive: async (run: Driver) => {
      await withFile(run);
      await run.approveAll();
    },
  },
  'retirement-asked-again': {
    saves: SAVES,
    shape: { ...TWO, upgraded: true },
    operation: retirement(),
    drive: async (run: Driver, { hosts }: StubEstate) => {
      await withFile(run);
      await gateOpen(run, GATE);
      const host = hosts.get('a-1');
      if (host !== undefined) host.boots++;
      await run.approveAll();
    },
  },
  'retirement-undone': {
    saves: SAVES,
    shape: { ...TWO, upgraded: true },
    trouble: losingOne,
    operation: retirement(),
    drive: async (run: Driver, stub: StubEstate) => {
      Object.assign(stub.trouble, { effects: stub.effects });
      await withFile(run);
      await run.approveAll();
    },
  },
  'retirement-rejected': {
    saves: SAVES,
    shape: { ...SMALL, upgraded: true },
    operation: retirement(),
    drive: async (run: Driver) => {
      await withFile(run);
      await gateOpen(run, GATE);
      await run.decide(GATE, 'rejected');
      await run.handle.result();
    },
  },
  'retirement-planned': {
    saves: ['planOperation'],
    shape: { ...SMALL, upgraded: true },
    operation: retirement(),
    drive: async (run: Driver) => {
      await withFile(run);
      const workflowId = `plan/${run.estate.name}/1`;
      const { estate } = run;
      const request = {
        estate: estate.name,
        reason: 'for a history',
        kind: 'retire-base-images',
        parameters: { versions: [OLD] },
      } as const;
      await client(run).execute<typeof planOperation>('planOperation', {
        workflowId,
        taskQueue: SHARED_QUEUE,
        args: [{ estate, estateHash: 'x', request, requestedBy: 'ina' }],
      });
      await run.approveAll();
      return workflowId;
    },
  },
  'images-reviewed': {
    saves: ['reviewBaseImages'],
    shape: { ...SMALL, upgraded: true },
    operation: { ...retirement(), kind: 'review-base-images', parameters: { versions: [] } },
    drive: (run: Driver) => run.approveAll(),
  },
};
