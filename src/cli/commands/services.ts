import { Option } from '@commander-js/extra-typings';
import { collected } from '../collected.js';
import type { Context } from '../context.js';
import { examples, type Program } from '../program-base.js';
import { tableLines } from '../render/operation.js';
import { carryOut } from './operation.js';
import { dryRunOption, jsonOption, reasonOption, watchOption } from './operation-flags.js';

const WHY = ['configuration-change', 'health'] as const;

/** `services …`: the vTA services of Trust Authority hosts, and of trusted hosts by hand. @rule SVC-2, SVC-3, SVC-4, SVC-5 */
export function addServiceCommands(program: Program, context: Context): void {
  const services = program
    .command('services')
    .description('The vTA services of hosts: attestation, key provider, and their helpers.');

  services
    .command('list')
    .argument('<estate>', 'estate')
    .addOption(jsonOption())
    .summary('Health of the Trust Authority cluster, and the services of its hosts.')
    .description(
      'Read the services of the Trust Authority hosts as each host lists them; changes nothing. What was read is kept as a plan that nobody starts.',
    )
    .addHelpText('after', examples('vta services list lab'))
    .action(async (estate, { json }) => {
      const api = await context.api();
      // The plan that nobody starts: its tables are what was read.
      const { tables } = await api.planOperation({
        estate,
        kind: 'restart-services',
        reason: 'list of services',
        parameters: { action: 'restart', why: 'health' },
      });
      context.result(json, tables, () => tableLines(tables, context.style()).join('\n'));
    });

  for (const action of ['restart', 'start', 'stop'] as const) {
    services
      .command(action)
      .argument('<estate>', 'estate')
      .addOption(new Option('--why <why>', 'what calls for it').choices(WHY).makeOptionMandatory())
      .option(
        '--host <name>',
        'this host; again for others; all Trust Authority hosts when absent',
        collected,
      )
      .option('--service <key>', 'this service; again for others; all vTA services when absent', collected)
      .option('--force', 'also of the last healthy Trust Authority host; an approver has to agree')
      .addOption(reasonOption())
      .addOption(dryRunOption())
      .addOption(watchOption())
      .addOption(jsonOption())
      .summary(SUMMARIES[action])
      .description(
        `${SUMMARIES[action]} On Trust Authority hosts through vCenter, one host at a time; on a trusted host a person does it on the host itself, is told how, and confirms.`,
      )
      .addHelpText(
        'after',
        examples(`vta services ${action} lab --why health --host ta-esx1 --reason "slow attestation"`),
      )
      .action((estate, { why, host, service, force, ...flags }) => {
        const parameters = {
          action,
          why,
          ...(host === undefined ? {} : { hosts: host }),
          ...(service === undefined ? {} : { services: service }),
          ...(force === true ? { force } : {}),
        };
        return carryOut(context, { estate, kind: 'restart-services', parameters }, flags);
      });
  }
}

const SUMMARIES = {
  restart: 'Restart vTA services, after a configuration change or when health looks wrong.',
  start: 'Start the vTA services of one host.',
  stop: 'Stop the vTA services of one host, which is then out of service.',
} as const;
