import type { HostDebt } from '../client/types.js';
import { wrap, type Style } from './style.js';
import { table } from './table.js';
import { timestamp } from './time.js';

/** The debt ledger: one line per host; below, what contradicting sources say of a boot. @rule QB-4, DG-14 */
export function debtLines(debts: readonly HostDebt[], style: Style): string[] {
  if (debts.length === 0)
    return ['No host owes a full boot: every one attests with the version that it runs.'];
  return [
    table(
      ['Host', 'Cluster', 'Installed', 'Measured', 'Since', 'Boot', 'Keeps from removal'],
      debts.map((debt) => [
        debt.host.name,
        debt.cluster ?? '',
        debt.installed ?? 'unknown',
        debt.measured ?? 'unknown',
        timestamp(debt.since),
        debt.boot.type,
        debt.keeps.join(', '),
      ]),
      style,
    ),
    ...debts.flatMap((debt) => contradictionLines(debt, style)),
  ];
}

function contradictionLines({ host, boot }: HostDebt, { width }: Style): string[] {
  const { sources = [] } = boot;
  if (boot.type !== 'unknown' || sources.length === 0) return [];
  const said = sources.map(({ source, type, text }) => `${source} says ${type} boot (${text})`).join('; ');
  return wrap(
    `${host.name}: the sources contradict each other, so its boot is unknown: ${said}`,
    width - 2,
    '  ',
  );
}
