import type { HostProgress } from '../client/types.js';
import { wrap, type Style } from './style.js';
import { table } from './table.js';
import { waitedText } from './time-split.js';
import { duration, secondsBetween } from './time.js';
import { PHASE_WORDS } from './words.js';

/** Hosts of a run, cluster by cluster: where each is, what it runs, what it attests with; problems below. */
export function hostLines(hosts: readonly HostProgress[], style: Style): string[] {
  if (hosts.length === 0) return ['No host has been touched yet.'];
  const clusters = [...new Set(hosts.map(({ cluster }) => cluster))];
  return clusters
    .map((cluster) => {
      const members = hosts.filter((one) => one.cluster === cluster);
      return [
        style.colors.bold(`Cluster ${cluster}`),
        table(
          ['Host', 'Phase', 'Boot', 'Installed', 'Measured', 'Attestation', 'Time', 'Of it'],
          members.map(cells(style)),
          style,
        ),
        ...members.flatMap((one) => problemLines(one, style)),
      ];
    })
    .flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function cells(style: Style) {
  return (one: HostProgress): string[] => [
    one.host.name,
    PHASE_WORDS[one.phase],
    one.boot?.type ?? '',
    one.installedAfter ?? one.installedBefore ?? 'unknown',
    one.measuredAfter ?? one.measuredBefore ?? 'unknown',
    one.attestationAfter?.status ?? one.attestationBefore?.status ?? '',
    one.startedAt ? duration(secondsBetween(one.startedAt, one.endedAt, style.now)) : '',
    one.time ? waitedText(one.time, style.now) : '',
  ];
}

function problemLines({ host, problem }: HostProgress, { colors, width }: Style): string[] {
  if (problem === undefined) return [];
  return wrap(`${host.name}: ${problem}`, width - 2, '  ').map((line) => colors.red(`  ${line}`));
}
