import type { RunStatus } from '../client/types.js';

/** What may be in hand at the same time, what may fail, and the orders asked for. */
export function limitLines({ limits, order = [] }: Pick<RunStatus, 'limits' | 'order'>): string[] {
  if (limits === undefined)
    return ['This run was started by a release without limits: one host after another.'];
  const { concurrency, failureBudget } = limits;
  const budget = ({ count, percent }: { readonly count: number; readonly percent: number }): string =>
    percent === 100 ? `${count}` : `${count}, and no more than ${percent} %`;
  return [
    'Hosts in hand at the same time',
    '  Trust Authority   1, always',
    `  per cluster       ${concurrency.perCluster} (vSAN: 1)`,
    `  per vCenter       ${concurrency.perVCenter}`,
    `  whole run         ${concurrency.global}`,
    'Failed hosts tolerated',
    `  Trust Authority   ${budget(failureBudget.authority)}`,
    `  trusted hosts     ${budget(failureBudget.trusted)}`,
    `  per cluster       ${budget(failureBudget.perCluster)}`,
    ...order.map(({ cluster, hosts }) => `Order of ${cluster}: ${hosts.join(', ')}, then the others`),
  ];
}
