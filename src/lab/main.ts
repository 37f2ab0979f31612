import { parseArgs } from 'node:util';
import { readFault } from './control/fault-body.js';
import { faultFromText } from './control/fault-text.js';
import { startLab } from './index.js';
import type { LabAddresses, RunningLab } from './index.js';
import { RecordingError } from './inputs/entry.js';
import { replayFile } from './replay-command.js';
import { IdentityError } from './server/identities.js';
import {
  AssumptionError,
  assumptionsHelp,
  assumptionsText,
  chooseAssumptions,
} from './topology/choose-assumptions.js';
import { generateTopology } from './topology/generate.js';
import { isRelease, RELEASES } from './topology/release-numbers.js';
import type { Release } from './topology/release-numbers.js';
import { topologyJsonSchema } from './topology/json-schema.js';
import { loadTopology } from './topology/load.js';
import { loadRecording } from './topology/recording/load.js';
import { TopologyError } from './topology/problem.js';
import type { Topology } from './topology/schema.js';

const USAGE = `usage: node dist/lab/main.js (--topology FILE | --generate CxH [--release R] |
                              --from-recording FILE [--names FILE]) [--speed N] [--seed N]
                             [--assumptions NAME=VALUE,…|random] [--identity DIR]
                             [--fault KIND:FIELD=VALUE,…]…
                             [--control-port N] [--stdin-exit] [--record FILE]
       node dist/lab/main.js --replay FILE [--journal FILE]
       node dist/lab/main.js --print-schema
       node dist/lab/main.js --assumptions list

  --topology FILE    simulated estate as YAML, such as examples/topologies/small.yaml
  --generate CxH     C trusted clusters of H hosts each, drawn from the seed
  --release R        release that a generated estate starts from, such as 7.0.3 (default 8.0.2)
  --from-recording FILE   estate that "vta probe" recorded
  --names FILE       names file of the recording: real names instead of pseudonyms
  --speed N          lab seconds per second (default 1)
  --seed N           seed of all randomness (default 1)
  --identity DIR     keep keys, certificates and ports of the servers in DIR, and use them again
  --assumptions A    what the lab does where no source says it: NAME=VALUE[,NAME=VALUE…], or random (drawn
                     from the seed); list prints them all
  --fault F          fault to begin with, such as hang-at-boot:target=prod-esx1,seconds=600; may be given
                     more than once
  --control-port N   port of the control API (default: a free one)
  --stdin-exit       end when standard input closes
  --record FILE      record everything that comes in, with the lab's passwords; FILE must not exist
  --replay FILE      give a recording to a fresh lab that does not listen, and compare the journals: exit code 1 and
                     the first difference when they differ
  --journal FILE     where the journal of the replay is written
  --print-schema     print the JSON Schema of topology files
`;

/** A mistake of the caller; printed without a stack. */
class UsageError extends Error {}

function numberOf(flag: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= min && value <= max) return value;
  throw new UsageError(`--${flag}: found "${text}", allowed is a number from ${min} to ${max}`);
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        topology: { type: 'string' },
        generate: { type: 'string' },
        release: { type: 'string' },
        'from-recording': { type: 'string' },
        names: { type: 'string' },
        speed: { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        identity: { type: 'string' },
        assumptions: { type: 'string' },
        fault: { type: 'string', multiple: true, default: [] },
        'control-port': { type: 'string', default: '0' },
        'stdin-exit': { type: 'boolean', default: false },
        'print-schema': { type: 'boolean', default: false },
        record: { type: 'string' },
        replay: { type: 'string' },
        journal: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function topologyFor(flags: ReturnType<typeof readFlags>, seed: number): Promise<Topology> {
  const { topology: file, generate: size, release, 'from-recording': recording, names } = flags;
  if ([file, size, recording].filter((source) => source !== undefined).length !== 1) {
    throw new UsageError('exactly one of --topology, --generate and --from-recording is needed');
  }
  if (names !== undefined && recording === undefined) {
    throw new UsageError('--names belongs to a recording: give --from-recording, too');
  }
  if (size === undefined && release !== undefined) {
    throw new UsageError('--release belongs to --generate; a topology or recording says its versions itself');
  }
  if (file !== undefined) return loadTopology(file);
  if (recording !== undefined) {
    const { topology, notes } = await loadRecording(recording, names);
    for (const note of notes) console.error(`not as recorded: ${note}`);
    return topology;
  }
  const match = /^(\d+)x(\d+)$/.exec(size ?? '');
  if (!match) throw new UsageError(`--generate: found "${size}", allowed is CLUSTERSxHOSTS such as 4x8`);
  return generateTopology({
    clusters: numberOf('generate', match[1] ?? '', 1, 64),
    hostsPerCluster: numberOf('generate', match[2] ?? '', 1, 64),
    seed,
    ...(release === undefined ? {} : { release: releaseNamed(release) }),
  });
}

function releaseNamed(text: string): Release {
  if (isRelease(text)) return text;
  throw new UsageError(`--release: found "${text}", allowed are ${Object.keys(RELEASES).join(', ')}`);
}

/** Something the caller can mend; told by its message alone. */
const isMistake = (error: unknown): error is Error =>
  [UsageError, TopologyError, IdentityError, RecordingError].some((kind) => error instanceof kind);

/** The topology with what was chosen; whatever differs from the defaults is named, so that it can be had again. */
function assuming(topology: Topology, chosen: string | undefined, seed: number): Topology {
  if (chosen === undefined) return topology;
  try {
    const assumptions = { ...topology.assumptions, ...chooseAssumptions(chosen, seed) };
    console.error(`assumptions: ${assumptionsText(assumptions) || 'the defaults'}`);
    return { ...topology, assumptions };
  } catch (error) {
    throw error instanceof AssumptionError ? new UsageError(`--assumptions: ${error.message}`) : error;
  }
}

function addFault({ world }: RunningLab, text: string): void {
  const body = faultFromText(text);
  const read = readFault(world, body);
  if ('spec' in read) {
    const { spec } = read;
    world.intake.begin(
      (t) => ({ kind: 'control', t, method: 'POST', path: '/lab/faults', body }),
      () => void world.faults.add(spec),
    );
    return;
  }
  const mistakes = read.mistakes.map(({ field, problem }) => `${field}: ${problem}`);
  throw new UsageError(`--fault "${text}": ${mistakes.join('; ')}`);
}

function stopOnSignals(lab: RunningLab, onStdin: boolean): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    lab.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (!onStdin) return;
  process.stdin.on('end', stop).on('close', stop).resume();
}

/** Starts a lab as a process of its own; prints one JSON line with its addresses and stays up. */
async function main(args: readonly string[]): Promise<void> {
  const flags = readFlags(args);
  if (flags['print-schema']) {
    process.stdout.write(topologyJsonSchema());
    return;
  }
  if (flags.assumptions === 'list') {
    process.stdout.write(assumptionsHelp());
    return;
  }
  if (flags.replay !== undefined) {
    process.exitCode = await replayFile(flags.replay, flags.journal);
    return;
  }
  const seed = numberOf('seed', flags.seed, 0, Number.MAX_SAFE_INTEGER);
  const topology = assuming(await topologyFor(flags, seed), flags.assumptions, seed);
  const lab = await startLab({
    topology,
    seed,
    speed: numberOf('speed', flags.speed, 0.001, 100_000),
    identityDir: flags.identity,
    record: flags.record,
    controlPort: numberOf('control-port', flags['control-port'], 0, 65_535),
  });
  try {
    for (const text of flags.fault) addFault(lab, text);
  } catch (error) {
    await lab.stop();
    throw error;
  }
  stopOnSignals(lab, flags['stdin-exit']);
  const addresses: LabAddresses = { vcenters: lab.vcenters, control: lab.control, topology: lab.topology };
  process.stdout.write(`${JSON.stringify(addresses)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${USAGE}`);
  else if (isMistake(error)) console.error(error.message);
  else console.error(error);
  process.exit(isMistake(error) ? 2 : 1);
});
