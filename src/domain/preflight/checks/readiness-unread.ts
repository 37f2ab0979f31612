import { checkNamed, type PreflightSide } from '../check.js';
import { hasTwoLogins } from '../logins.js';

const { warning, check } = checkNamed({
  id: 'readiness-unread',
  rule: 'DG-14',
  looksAt: 'Everything that is looked at only before a plan could be read.',
  severities: ['warning'],
  remedy: 'Check the privileges of the credential, and look by hand at what is named.',
});

/** What could not be read is unknown, and the checks that need it cannot speak. Said once per vCenter. @rule DG-14 */
export const readinessUnread = check(({ sides, estate }) =>
  sides.flatMap((side) => {
    const parts = unreadParts(side, hasTwoLogins(side, estate));
    if (parts.length === 0) return [];
    const { name } = side.vcenter;
    return warning(
      name,
      `${name} does not tell: ${parts.join(', ')}. Nothing is known of it.`,
      'Check the privileges of the credential, and look by hand at what is named before you approve.',
    );
  }),
);

function unreadParts({ vcenter, clusters, readiness }: PreflightSide, twoLogins: boolean): string[] {
  const { certificates, hosts } = readiness;
  const connected = clusters.flatMap((cluster) =>
    cluster.hosts.filter(({ connection }) => connection === 'connected'),
  );
  const silent = (tells: (host: NonNullable<typeof hosts>[number]) => boolean): boolean =>
    connected.some(({ ref }) => {
      const found = hosts?.find(({ moid }) => moid === ref.moid);
      return found === undefined || !tells(found);
    });
  const parts: readonly (readonly [string, boolean])[] = [
    ['its identity', readiness.instanceUuid === undefined],
    ['its linked nodes', readiness.linkedWith === undefined],
    ['its Trust Authority Clusters', readiness.authorityClusters === undefined],
    ['the privileges of its login', readiness.access === undefined],
    ['the privileges of its login for vTA', twoLogins && readiness.trustAccess === undefined],
    [
      'whether TrustedAdmins lists its login',
      (twoLogins ? readiness.trustAccess : readiness.access)?.trustedAdmin === undefined,
    ],
    ['its clock', readiness.clock === undefined],
    ['its time source', readiness.timeSync === undefined],
    ['its disk space', isNoColour(readiness.storage)],
    ['the space of its database', isNoColour(readiness.databaseStorage)],
    ['whether vCenter HA is deployed', readiness.vcenterHa === undefined],
    ['its certificates', certificates === undefined],
    ...(certificates ?? []).map(({ name, expiresAt }) => [name, expiresAt === undefined] as const),
    ['its alarms', readiness.alarms === undefined],
    ['its running tasks', readiness.tasks === undefined],
    ['the images of its depot', readiness.depot === undefined],
    [
      'the checks of vLCM',
      clusters.some(({ ref, imageManaged }) => {
        const reports = readiness.imageReports?.find(({ cluster }) => cluster === ref.moid);
        const { preCheck, hardware } = reports ?? {};
        return imageManaged === true && (preCheck === undefined || hardware === undefined);
      }),
    ],
    [
      'the memory of its hosts',
      silent(({ memoryMiB, usedMiB, runningMiB }) => ![memoryMiB, usedMiB, runningMiB].includes(undefined)),
    ],
    ['the memory reservations of its VMs', silent(({ reservedMiB }) => reservedMiB !== undefined)],
    ['the EVC modes of its hosts', silent(({ evcMode }) => evcMode !== undefined)],
    ['the firmware of its hosts', silent(({ platform }) => platform !== undefined)],
    ['the clocks of its hosts', silent(({ clock }) => clock !== undefined)],
    ['what ties VMs to its hosts', silent(({ boundVms }) => boundVms !== undefined)],
    [
      'the time service of its hosts',
      silent(
        ({ timeServers, timeServiceRuns }) => timeServers !== undefined && timeServiceRuns !== undefined,
      ),
    ],
    [
      'the addresses of the Trust Authority services',
      vcenter.zone === 'authority' && readiness.serviceAddresses === undefined,
    ],
    ['the firmware of its VMs', vcenter.zone === 'trusted' && readiness.insecureVms === undefined],
    ['its key servers', vcenter.zone === 'authority' && readiness.keyServers === undefined],
  ];
  return parts.filter(([, isUnread]) => isUnread).map(([name]) => name);
}

/** `gray` is the appliance's own word for "not known". */
function isNoColour(colour: string | undefined): boolean {
  return colour === undefined || colour === 'gray';
}
