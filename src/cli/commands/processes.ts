import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { Sibling } from '../child.js';
import type { Context } from '../context.js';
import { usageError } from '../exit.js';
import { positiveNumber, wholeNumber } from '../numbers.js';
import { examples, type Program } from '../program-base.js';

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
    .option('--speed <n>', 'lab seconds per real second', positiveNumber)
    .option('--seed <n>', 'seed of all randomness', wholeNumber(0))
    .option('--control-port <port>', 'port of the control API (default: a free one)', wholeNumber(0))
    .addHelpText(
      'after',
      examples(
        'vta lab --topology examples/topologies/small.yaml --speed 60',
        'vta lab --generate 4x8 --seed 7',
      ),
    )
    .action(async ({ topology, generate, controlPort, ...rest }) => {
      if ((topology === undefined) === (generate === undefined)) {
        throw usageError('Name what to simulate: either --topology FILE or --generate CxH.');
      }
      await run(context, 'lab/main', flagsOf({ topology, generate, ...rest, 'control-port': controlPort }));
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
    .option('--speed <n>', 'lab seconds per real second', positiveNumber)
    .option('--seed <n>', 'seed of the lab', wholeNumber(0))
    .option('--json', 'print one line of JSON with the addresses when ready')
    .addHelpText('after', examples('vta serve', 'vta serve --no-lab --config /etc/vta/config.yaml'))
    .action(async ({ config, lab, json, ...simulated }) => {
      if (!lab && Object.keys(simulated).length > 0) {
        throw usageError(
          '--topology, --generate, --release, --speed and --seed belong to the lab, which --no-lab leaves out.',
        );
      }
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

async function run(context: Context, sibling: Sibling, args: readonly string[]): Promise<void> {
  if (!context.io.runSibling)
    throw usageError('This command starts a process and needs a real terminal or shell.');
  context.endWith(await context.io.runSibling(sibling, args));
}

/** `{ speed: 60 }` as `['--speed', '60']`; what was not given is left out. */
function flagsOf(values: Record<string, string | number | undefined>): string[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
}

function clustersByHosts(text: string): string {
  if (!/^[1-9]\d*x[1-9]\d*$/.test(text)) {
    throw new InvalidArgumentError('Expected clusters by hosts, for example 4x8.');
  }
  return text;
}
