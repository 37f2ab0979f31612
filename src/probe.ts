import { parseArgs } from 'node:util';
import { styleFor } from './cli/render/style.js';
import { processIo } from './cli/io.js';
import { ProbeUsageError, readEstateFile } from './composition/probe/estate-file.js';
import { exitCodeOf } from './composition/probe/exit-code.js';
import { whyNotWritable, writeRecording } from './composition/probe/files.js';
import { probeReport } from './composition/probe/report.js';
import { packageVersion } from './composition/version.js';
import { ConfigError, createSecrets, loadConfig } from './config/index.js';
import { findDifferences } from './probe/checks/index.js';
import { redact } from './probe/recording/index.js';
import { walkEstate } from './probe/walk.js';
import { createWireObserver } from './probe/wire/observer.js';
import { createProbeVSphere } from './vsphere/index.js';

function readFlags() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        out: { type: 'string' },
        names: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [estateFile, ...more] = positionals;
    if (estateFile === undefined || more.length > 0) throw new Error('exactly one estate file is needed');
    if (values.names !== undefined && values.out === undefined)
      throw new Error('--names belongs to a recording: give --out, too');
    if (values.names !== undefined && values.names === values.out)
      throw new Error('--names and --out must be two files: names stay with you');
    return { ...values, estateFile };
  } catch (error) {
    throw new ProbeUsageError((error as Error).message);
  }
}

/** `node dist/probe.js ESTATE`: reads an estate, reports what is not as we assume, and records it. Changes nothing. */
async function main(): Promise<number> {
  const flags = readFlags();
  const estate = await readEstateFile(flags.estateFile);
  for (const file of [flags.out, flags.names]) {
    const refusal = file === undefined ? undefined : await whyNotWritable(file);
    if (refusal !== undefined) throw new ProbeUsageError(refusal);
  }
  const config = await loadConfig({ env: process.env, file: flags.config });
  const wire = createWireObserver();
  const { connectSeconds, requestSeconds, transferSeconds, readTaskSeconds } = config.limits;
  const vsphere = createProbeVSphere({
    secrets: createSecrets(config, process.env),
    observe: wire.observe,
    callsPerSecond: config.vsphere.callsPerSecond,
    timeScale: config.timeScale,
    timeouts: {
      connect: connectSeconds * 1000,
      request: requestSeconds * 1000,
      transfer: transferSeconds * 1000,
      readTask: readTaskSeconds * 1000,
    },
  });
  const say = (line: string): void => console.error(line);
  try {
    const observed = await walkEstate({
      estate,
      reads: vsphere,
      wire: wire.facts,
      say,
      now: () => new Date().toISOString(),
    });
    const findings = findDifferences(observed);
    if (flags.out !== undefined) {
      const recorded = redact(observed, findings, await packageVersion());
      await writeRecording(recorded, { out: flags.out, namesFile: flags.names });
      say(`recording written to ${flags.out}`);
      if (flags.names !== undefined) say(`names written to ${flags.names}; keep them to yourself`);
    }
    const { takenAt, unreadable } = observed;
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ estate: estate.name, takenAt, findings, unreadable }, null, 2)}\n`
        : probeReport(observed, findings, styleFor(processIo())),
    );
    return exitCodeOf(unreadable);
  } finally {
    await vsphere.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const isMistake = error instanceof ProbeUsageError || error instanceof ConfigError;
  console.error(isMistake ? error.message : error);
  process.exitCode = isMistake ? 2 : 1;
}
