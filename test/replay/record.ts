/**
 * `npm run histories -- [--release RELEASE] [SCENARIO…]`: runs scenarios over the stub estate on a real Temporal server
 * and stores their histories. Files are added, never changed; without names, every scenario without files is recorded.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startHarness, type Driver, type Harness } from '../support/run-harness.js';
import { createStubEstate } from '../support/stub-estate.js';
import { belongsTo, saveHistories, storedFiles } from './history-files.js';
import { SCENARIOS } from './scenarios.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { release: { type: 'string' } },
});
const release = values.release ?? (await nextRelease());
const unknown = positionals.filter((name) => SCENARIOS[name] === undefined);
if (unknown.length > 0) {
  throw new Error(`no scenario ${unknown.join(', ')}; there are ${Object.keys(SCENARIOS).join(', ')}`);
}
const files = await storedFiles();
const isStored = (name: string): boolean =>
  SCENARIOS[name]?.saves.some((type) => files.some((file) => belongsTo(file, type, name))) === true;
const chosen =
  positionals.length > 0 ? positionals : Object.keys(SCENARIOS).filter((name) => !isStored(name));

const harness = await startHarness();
try {
  for (const name of chosen) await record(harness, name);
  if (chosen.length === 0) console.log('every scenario has its histories');
} finally {
  await harness.stop();
}

async function record({ client, run: upgrade, operate }: Harness, name: string): Promise<void> {
  const scenario = SCENARIOS[name];
  if (scenario === undefined) return;
  const { saves, host, shape, trouble } = scenario;
  const stub = scenario.stub?.() ?? createStubEstate(shape, trouble?.());
  const isWanted = (type: string, id: string): boolean =>
    saves.includes(type) && (type !== 'upgradeHost' || host === undefined || id.endsWith(`-${host}`));
  const saving = { release, scenario: name, isWanted, secrets: secretsAround() };
  const save = async (run: Driver, driven: Promise<unknown>): Promise<void> => {
    const other = await driven;
    const workflowId = typeof other === 'string' ? other : run.handle.workflowId;
    for (const file of await saveHistories(client.workflow, workflowId, saving)) console.log(file);
  };
  if (scenario.operation !== undefined) {
    const { operation, drive } = scenario;
    const asked = typeof operation === 'function' ? await operation(stub) : operation;
    await operate(stub, asked, (run) => save(run, drive(run, stub)));
  } else {
    await upgrade(stub, (run) => save(run, scenario.drive(run, stub)), scenario.input);
  }
}

/** Secrets of whoever runs this; nothing of the stub estate is one. */
function secretsAround(): string[] {
  return Object.entries(process.env).flatMap(([name, value]) =>
    /TOKEN|SECRET|PASSWORD|_KEY$/i.test(name) && value !== undefined && value.length >= 8 ? [value] : [],
  );
}

/** The package has the version of the last release: what is recorded belongs to the one after it. */
async function nextRelease(): Promise<string> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return `${major}.${minor + 1}.0`;
}
