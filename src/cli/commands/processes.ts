import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Sibling } from '../child.js';
import { collected } from '../collected.js';
import type { Context } from '../context.js';
import { usageError } from '../exit.js';
import { positiveNumber, wholeNumber } from '../numbers.js';
import { examples, type Program } from '../program-base.js';

const ASSUMPTIONS =
  'what the lab does where no source says it: NAME=VALUE,…, random, or list to see them all';
const LIST_ASSUMPTIONS = ['--assumptions', 'list'];

const ZONES = ['authority', 'trusted', 'orchestration'] as const;

/** `lab`, `serve`, `worker`: programs of this package that run in the foreground until they are stopped. */
export function addProcessCommands(program: Program, context: Context): void {
  program
    .command('lab')
    .summary('Run simulated vCenters and hosts.')
    .description(
      'Run simulated vCenters and hosts. Prints one JSON line with their addresses, then stays up.',
    )
    .option('--topology <file>', 'topology file (YAML)')
    .option(
      '--generate <CxH>',
      'generate C trusted clusters of H hosts instead, for example 4x8',
      clustersByHosts,
    )
    .option('--release <r>', 'release that a generated estate starts from, such as 7.0.3 (default 8.0.2)')
    .option('--from-recording <file>', 'show an estate that "vta probe" recorded instead')
    .option('--names <file>', 'names file of the recording: show the estate under its real names')
    .option('--identity <dir>', 'keep addresses and certificates in this folder from one start to the next')
    .option('--speed <n>', 'lab seconds per real second', positiveNumber)
    .option('--seed <n>', 'seed of all randomness', wholeNumber(0))
    .option('--assumptions <list>', ASSUMPTIONS)
    .option(
      '--fault <fault>',
      'fault to begin with, KIND:FIELD=VALUE,…; may be given more than once',
      collected,
    )
    .option('--control-port <port>', 'port of the control API (default: a free one)', wholeNumber(0))
    .option('--record <file>', "record everything that comes in, with the lab's passwords, into a new file")
    .option('--replay <file>', 'replay such a recording, compare the journals, and end')
    .option('--journal <file>', 'with --replay: where its journal is written')
    .addHelpText(
      'after',
      examples(
        'vta lab --topology examples/topologies/small.yaml --speed 60',
        'vta lab --generate 4x8 --seed 7',
        'vta lab --from-recording estate.json --identity .var/lab-identity',
        'vta lab --assumptions list',
        'vta lab --generate 1x3 --fault hang-at-boot:seconds=3600',
        'vta lab --generate 4x8 --record lab.jsonl',
        'vta lab --replay lab.jsonl',
      ),
    )
    .action(async ({ controlPort, fromRecording, fault = [], replay, journal, ...rest }) => {
      if (rest.assumptions === 'list') return run(context, 'lab/main', LIST_ASSUMPTIONS);
      if (replay !== undefined) {
        if (fault.length > 0 || Object.values({ ...rest, controlPort, fromRecording }).some(isGiven))
          throw usageError('--replay takes everything but --journal from the recording.');
        return run(context, 'lab/main', flagsOf({ replay, journal }));
      }
      if (journal !== undefined) throw usageError('--journal belongs to --replay.');
      checkOneSource({ fromRecording, ...rest }, 1);
      const flags = { 'from-recording': fromRecording, ...rest, 'control-port': controlPort };
      await run(context, 'lab/main', [...flagsOf(flags), ...fault.flatMap((text) => ['--fault', text])]);
    });

  program
    .command('serve')
    .summary('Run the service: API, workers, and the lab unless told otherwise.')
    .description(
      'Run the service in the foreground: API, workers of all zones, embedded Temporal and records, and the lab.\n' +
        'With --no-lab it works on the real vCenters of the registered estates.',
    )
    .option('--config <file>', 'configuration file (YAML)')
    .option('--no-lab', 'do not start the lab')
    .option('--topology <file>', 'topology of the lab')
    .option('--generate <CxH>', 'generate the lab: C trusted clusters of H hosts', clustersByHosts)
    .option('--release <r>', 'release that the generated lab starts from')
    .option('--from-recording <file>', 'let the lab show an estate that "vta probe" recorded')
    .option('--names <file>', 'names file of the recording')
    .option('--identity <dir>', 'folder in which the lab keeps its addresses and certificates')
    .option('--speed <n>', 'lab seconds per real second', positiveNumber)
    .option('--seed <n>', 'seed of the lab', wholeNumber(0))
    .option('--assumptions <list>', ASSUMPTIONS)
    .option('--json', 'print one line of JSON with the addresses when ready')
    .addHelpText(
      'after',
      examples(
        'vta serve',
        'vta serve --no-lab --config /etc/vta/config.yaml',
        'vta serve --from-recording estate.json',
      ),
    )
    .action(async ({ config, lab, json, fromRecording, ...rest }) => {
      if (rest.assumptions === 'list') return run(context, 'lab/main', LIST_ASSUMPTIONS);
      const simulated = { ...rest, ...(fromRecording !== undefined && { 'from-recording': fromRecording }) };
      if (!lab && Object.keys(simulated).length > 0) {
        throw usageError(
          `--${Object.keys(simulated).join(', --')}: only for the lab, which --no-lab leaves out.`,
        );
      }
      checkOneSource({ fromRecording, ...rest }, 0);
      await run(context, 'server', [
        ...flagsOf({ config, ...simulated }),
        ...(lab ? [] : ['--no-lab']),
        ...(json ? ['--json'] : []),
      ]);
    });

  program
    .command('worker')
    .summary("Run one zone's worker with only its side's credentials.")
    .description("Run one zone's worker in a process of its own, with only its side's credentials.")
    .addOption(new Option('--zone <zone>', 'zone to serve').choices(ZONES).makeOptionMandatory())
    .option('--config <file>', 'configuration file (YAML)')
    .addHelpText('after', examples('vta worker --zone authority --config /etc/vta/authority.yaml'))
    .action(({ zone, config }) => run(context, 'worker', flagsOf({ zone, config })));
}

/** What to simulate is named at most once, and at least `needed` times; names belong to a recording. */
function checkOneSource(
  flags: Partial<Record<'topology' | 'generate' | 'fromRecording' | 'names', string | undefined>>,
  needed: 0 | 1,
): void {
  const { topology, generate, fromRecording, names } = flags;
  const named = [topology, generate, fromRecording].filter((source) => source !== undefined).length;
  if (named > 1 || named < needed) {
    throw usageError('Name what to simulate: --topology FILE, --generate CxH or --from-recording FILE.');
  }
  if (names !== undefined && fromRecording === undefined) {
    throw usageError('--names belongs to a recording: give --from-recording, too.');
  }
}

/** Starts a program of this package in the foreground; the call ends with its exit code. */
export async function run(context: Context, sibling: Sibling, args: readonly string[]): Promise<void> {
  if (!context.io.runSibling)
    throw usageError('This command starts a process and needs a real terminal or shell.');
  context.endWith(await context.io.runSibling(sibling, args));
}

/** `{ speed: 60 }` as `['--speed', '60']`; what was not given is left out. */
export function flagsOf(values: Record<string, string | number | undefined>): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
}

const isGiven = (value: unknown): boolean => value !== undefined;

function clustersByHosts(text: string): string {
  if (!/^[1-9]\d*x[1-9]\d*$/.test(text)) {
    throw new InvalidArgumentError('Expected clusters by hosts, for example 4x8.');
  }
  return text;
}
