import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from './composition/paths.js';
import { endSignal, explain, toldToEnd } from './composition/process-end.js';
import { startService, type ServiceFacts } from './composition/service.js';
import { StoppedWaiting } from './composition/wait-for.js';

const DEFAULT_SPEED = 400;

/** `node dist/server.js`: the service in the foreground, with the lab unless `--no-lab`. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      config: { type: 'string' },
      'no-lab': { type: 'boolean', default: false },
      topology: { type: 'string' },
      generate: { type: 'string' },
      release: { type: 'string' },
      'from-recording': { type: 'string' },
      names: { type: 'string' },
      identity: { type: 'string' },
      speed: { type: 'string', default: String(DEFAULT_SPEED) },
      seed: { type: 'string', default: '1' },
      assumptions: { type: 'string' },
      /** One JSON line when ready instead of text; for programs. */
      json: { type: 'boolean', default: false },
    },
  });
  const { topology, generate, release, names, identity, assumptions, 'from-recording': recording } = values;
  const sample = join(packageRoot, 'examples', 'topologies', 'small.yaml');
  const simulated = Object.entries({
    generate,
    release,
    'from-recording': recording,
    topology: generate === undefined && recording === undefined ? (topology ?? sample) : topology,
    names,
    identity,
    assumptions,
  }).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, value]));
  const speed = Number(values.speed);
  if (!(speed > 0)) throw new Error(`--speed must be a positive number, found ${values.speed}`);
  const end = toldToEnd();
  const say = (line: string): void => console.error(line);
  const service = await startService({
    // In the lab the terminal belongs to the person, who may ask for more.
    env: values['no-lab'] ? process.env : { VTA_LOG_LEVEL: 'error', ...process.env },
    ...(values.config === undefined ? {} : { configFile: values.config }),
    ...(values['no-lab']
      ? {}
      : { lab: { speed, args: [...simulated, '--speed', String(speed), '--seed', values.seed] } }),
    say,
    stopping: endSignal(end),
  });
  process.stdout.write(values.json ? `${JSON.stringify(service.facts)}\n` : welcome(service.facts));
  const why = await Promise.race([end, service.ended]);
  say(`told to end (${why ?? 'the workers have ended'}); a second signal ends at once`);
  await service.stop();
  say('the service has ended');
}

function welcome({ url, tokenFiles, lab }: ServiceFacts): string {
  const lines = [
    '',
    `vTA Conductor listens at ${url} (API documentation: ${url}/docs)`,
    '',
    'Next, in another terminal:',
    `  npx vta login --url ${url} --token-file ${tokenFiles['operator'] ?? 'FILE'}`,
    ...(lab === undefined ? ['  npx vta estate add FILE'] : [`  npx vta estate add ${lab.estateFile}`]),
    '  npx vta --help',
    '',
    `Gates are approved by somebody else: --token-file ${tokenFiles['approver'] ?? 'FILE'}`,
    ...(lab === undefined
      ? []
      : [`The lab runs ${lab.speed} times as fast as the clock; its control API is ${lab.control}`]),
    'Ctrl-C ends the service.',
    '',
  ];
  return `${lines.join('\n')}\n`;
}

try {
  await main();
  process.exit(0);
} catch (error) {
  console.error(explain(error));
  process.exit(error instanceof StoppedWaiting ? 0 : 1);
}
