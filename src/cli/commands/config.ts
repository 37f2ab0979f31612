import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { flagsOf, run } from './processes.js';

/** `config show`: what a service or worker started here would be told. */
export function addConfigCommands(program: Program, context: Context): void {
  const config = program.command('config').description('The configuration of services and workers.');
  config
    .command('show')
    .summary('Show the effective configuration and where each value comes from.')
    .description(
      'Show what a service or worker started here would be configured with: each value, and whether it comes from\n' +
        'the file (with its line), the environment or the defaults. Secrets are never shown, only where they are kept.\n' +
        'Needs no service. Runs that have begun keep the durations they began with.',
    )
    .option('--config <file>', 'configuration file (or VTA_CONFIG)')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('vta config show --config /etc/vta/config.yaml', 'vta config show --json'))
    .action(({ json, ...files }) =>
      run(context, 'show-config', [...flagsOf(files), ...(json ? ['--json'] : [])]),
    );
}
