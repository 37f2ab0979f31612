import { parseArgs } from 'node:util';
import { openRecords } from './composition/open-records.js';
import { endSignal, explain, toldToEnd } from './composition/process-end.js';
import { StoppedWaiting } from './composition/wait-for.js';
import { startWorkers } from './composition/workers.js';
import { loadConfig, type LoadedConfig } from './config/index.js';
import { createLogger } from './observability/index.js';

type Zone = LoadedConfig['zones'][number];

/**
 * `node dist/worker.js --zone trusted`: the worker of one zone, with only that side's credentials.
 *
 * @returns the exit code
 */
async function main(): Promise<number> {
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
  const say = (line: string): void => console.error(line);
  const end = toldToEnd();
  const stopping = endSignal(end);
  const { records, blobs } = await openRecords(config.dataDirectory, say, stopping);
  try {
    const parts = {
      config,
      env: process.env,
      temporalAddress: address,
      records,
      blobs,
      logger,
      say,
      stopping,
    };
    const workers = await startWorkers(parts);
    say(`worker for ${config.zones.join(', ')} on Temporal at ${address}`);
    const why = await Promise.race([end, workers.ended]);
    say(`told to end (${why ?? 'the workers have ended'}); a second signal ends at once`);
    return (await workers.stop()) ? 0 : 1;
  } finally {
    await records.close();
  }
}

function zonesOf(names: readonly string[] | undefined): Zone[] | undefined {
  return names?.map((name) => {
    if (name === 'orchestration' || name === 'authority' || name === 'trusted') return name;
    throw new Error(`--zone must be orchestration, authority or trusted, found ${name}`);
  });
}

try {
  process.exit(await main());
} catch (error) {
  console.error(explain(error));
  process.exit(error instanceof StoppedWaiting ? 0 : 1);
}
