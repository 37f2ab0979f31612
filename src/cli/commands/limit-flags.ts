import { InvalidArgumentError, Option, type Command, type OptionValues } from '@commander-js/extra-typings';
import type { LimitsBody, SomeLimits } from '../../contract/index.js';
import { wholeNumber } from '../numbers.js';

/** The same flags in `run start` and `run limits`. */
export interface LimitFlags {
  readonly perCluster?: number | undefined;
  readonly perVcenter?: number | undefined;
  readonly global?: number | undefined;
  readonly budgetAuthority?: Budget | undefined;
  readonly budgetTrusted?: Budget | undefined;
  readonly budgetCluster?: Budget | undefined;
}

interface Budget {
  readonly count: number;
  readonly percent: number;
}
type Order = NonNullable<LimitsBody['order']>;

/** Adds them to a command, in the order in which its help lists them. */
export function withLimits<Args extends unknown[], Opts extends OptionValues, Global extends OptionValues>(
  command: Command<Args, Opts, Global>,
) {
  return command
    .addOption(
      new Option('--per-cluster <n>', 'trusted hosts in hand at the same time in one cluster').argParser(
        wholeNumber(1),
      ),
    )
    .addOption(new Option('--per-vcenter <n>', 'the same in one vCenter').argParser(wholeNumber(1)))
    .addOption(new Option('--global <n>', 'the same in the whole run').argParser(wholeNumber(1)))
    .addOption(
      new Option(
        '--budget-authority <n[,percent]>',
        'failed hosts tolerated in the Trust Authority tier',
      ).argParser(budget),
    )
    .addOption(
      new Option(
        '--budget-trusted <n[,percent]>',
        'the same in the trusted tier: 2, or 2,10 for 2 and 10 %',
      ).argParser(budget),
    )
    .addOption(
      new Option('--budget-cluster <n[,percent]>', 'the same in each trusted cluster').argParser(budget),
    );
}

/** May be given once per cluster. */
export const orderOption = () =>
  new Option(
    '--order <cluster=host,host>',
    'hosts that wait, in the order in which they shall begin',
  ).argParser((text: string, before: Order | undefined): Order => [...(before ?? []), orderOf(text)]);

function budget(text: string): Budget {
  const [, count, percent] = /^(\d+)(?:,(\d+)%?)?$/.exec(text) ?? [];
  if (count === undefined || Number(percent ?? 100) > 100) {
    throw new InvalidArgumentError('Expected a number of hosts, or that and a percentage: 2 or 2,10.');
  }
  return { count: Number(count), percent: Number(percent ?? 100) };
}

function orderOf(text: string): Order[number] {
  const [cluster, hosts] = text.split('=');
  const names = (hosts ?? '').split(',').filter((name) => name !== '');
  if (!cluster || names.length === 0) throw new InvalidArgumentError('Expected CLUSTER=HOST,HOST.');
  return { cluster, hosts: names };
}

/** What the flags ask for; undefined when none was given. */
export function limitsOf(flags: LimitFlags): SomeLimits | undefined {
  const concurrency = given({
    perCluster: flags.perCluster,
    perVCenter: flags.perVcenter,
    global: flags.global,
  });
  const failureBudget = given({
    authority: flags.budgetAuthority,
    trusted: flags.budgetTrusted,
    perCluster: flags.budgetCluster,
  });
  return given({ concurrency, failureBudget });
}

/** Without what is undefined; undefined when nothing is left. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } | undefined {
  const some = Object.entries(values).filter(([, value]) => value !== undefined);
  return some.length === 0
    ? undefined
    : (Object.fromEntries(some) as { [K in keyof T]?: Exclude<T[K], undefined> });
}
