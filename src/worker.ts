import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { explain, toldToEnd } from './composition/process-end.js';
import { startWorkers } from './composition/workers.js';
import { loadConfig, type LoadedConfig } from './config/index.js';
import { createLogger } from './observability/index.js';
import { createBlobStore, createRecords } from './records/index.js';

type Zone = LoadedConfig['zones'][number];

/** `node dist/worker.js --zone trusted`: the worker of one zone, with only that side's credentials. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { zone: { type: 'string', multiple: true }, config: { type: 'string' } },
  });
  const base = await loadConfig({ env: process.env, file: values.config });
  const config = { ...base, zones: zonesOf(values.zone) ?? base.zones };
  const { address } = config.temporal;
  if (address === undefined) {
    throw new Error('A worker needs the address of Temporal: set temporal.address, or VTA_TEMPORAL_ADDRESS.');
  }
  const logger = createLogger({ level: config.log.level });
  await mkdir(config.dataDirectory, { recursive: true });
  const records = await createRecords({ file: join(config.dataDirectory, 'records.db') });
  const blobs = createBlobStore({ dir: join(config.dataDirectory, 'blobs') });
  let isStopping = false;
  const end = toldToEnd().then(() => (isStopping = true));
  const workers = await startWorkers({
    config,
    env: process.env,
    temporalAddress: address,
    records,
    blobs,
    logger,
    isStopping: () => isStopping,
  });
  console.error(`worker for ${config.zones.join(', ')} on Temporal at ${address}`);
  await Promise.race([end, workers.ended]);
  await workers.stop();
  await records.close();
}

function zonesOf(names: readonly string[] | undefined): Zone[] | undefined {
  return names?.map((name) => {
    if (name === 'orchestration' || name === 'authority' || name === 'trusted') return name;
    throw new Error(`--zone must be orchestration, authority or trusted, found ${name}`);
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}
