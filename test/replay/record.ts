/**
 * Records the histories of a release: `npx tsx test/replay/record.ts RELEASE`. Files are added, never edited; what is
 * in them comes from the stub estate, so nothing real is inside.
 */
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { abortRunUpdate } from '../../src/workflows/messages.js';
import { createStubEstate } from '../support/stub-estate.js';
import { eventually } from '../support/eventually.js';
import { startHarness, type RunDriver } from '../support/run-harness.js';

const release = process.argv[2];
if (release === undefined) throw new Error('usage: npx tsx test/replay/record.ts RELEASE');
const folder = fileURLToPath(new URL('./histories/', import.meta.url));

const harness = await startHarness();

async function save(run: RunDriver, scenario: string): Promise<void> {
  const estate = run.handle.workflowId;
  const units = new Set([estate, ...run.records.events().map(({ workflowId }) => workflowId)]);
  for (const workflowId of units) {
    const handle = harness.client.workflow.getHandle(workflowId);
    const [{ type }, history] = await Promise.all([handle.describe(), handle.fetchHistory()]);
    const part = workflowId.split('/').slice(2).join('-');
    const file = join(folder, type, `${release}-${scenario}${part === '' ? '' : `-${part}`}.json`);
    await mkdir(join(folder, type), { recursive: true });
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) throw new Error(`${file} exists; histories are never edited`);
    await writeFile(file, `${JSON.stringify({ workflowId, history: JSON.parse(historyToJSON(history)) })}\n`);
    console.log(file);
  }
}

await harness.run(createStubEstate({ taHosts: 2, clusters: { AQB: 2 } }), async (run) => {
  await run.approveAll();
  await save(run, 'whole');
});
await harness.run(createStubEstate({ taHosts: 2, clusters: { A: 1 } }), async (run) => {
  await run.decide(await run.openGate(), 'rejected');
  await run.handle.result();
  await save(run, 'rejected');
});
const failing = createStubEstate(
  { taHosts: 2, clusters: { A: 1 } },
  { remediationFails: (host) => (host === 'ta-1' ? 'no space' : undefined) },
);
await harness.run(failing, async (run) => {
  await run.decide(await run.openGate(), 'approved');
  await run.decide(await run.openGate(), 'approved');
  await eventually('the parked host', async () => (await run.status()).state === 'needs-operator');
  await run.handle.executeUpdate(abortRunUpdate, { args: [{ id: 'a1', by: 'olga', reason: 'test' }] });
  await run.handle.result();
  await save(run, 'parked-aborted');
});
await harness.run(
  createStubEstate({ taHosts: 2, clusters: { A: 2 } }),
  async (run) => {
    await run.approveAll();
    await save(run, 'continued-as-new');
  },
  { continueAfterEachHost: true },
);
await harness.stop();
