import { checkNamed, count, nameSome, vcenterRule } from '../check.js';

const { warning, check } = checkNamed({
  id: 'time-source',
  rule: 'ORD-2',
  looksAt: 'Every vCenter and host has its time from time servers.',
  severities: ['warning'],
  remedy: 'Set time servers and start the NTP service.',
});

/** A clock that nobody sets drifts away from those that judge reports and tokens (2.14). @rule ORD-2, ORD-4 */
export const timeSource = check(({ sides }) =>
  sides.flatMap(({ vcenter: { name, zone }, clusters, readiness: { timeSync, hosts = [] } }) => {
    const unset = clusters.flatMap((cluster) => {
      const names = cluster.hosts
        .filter(({ ref }) =>
          hosts.some(
            ({ moid, timeServers, timeServiceRuns }) =>
              moid === ref.moid && (timeServers === 0 || timeServiceRuns === false),
          ),
        )
        .map(({ ref }) => ref.name);
      return names.length === 0
        ? []
        : warning(
            cluster.ref.name,
            `${count(names.length, 'host')} of ${cluster.ref.name} ask no time server: ${nameSome(names)}.`,
            'Set time servers on these hosts and start the service ntpd.',
            vcenterRule(zone),
          );
    });
    return [
      ...(timeSync === 'DISABLED'
        ? [
            warning(
              name,
              `The appliance ${name} has its time from nowhere.`,
              'Set its time synchronisation to NTP in the appliance management interface.',
              vcenterRule(zone),
            ),
          ]
        : []),
      ...unset,
    ];
  }),
);
