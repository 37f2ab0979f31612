import type { LabVCenter } from '../../../world/model.js';
import { notFound } from '../../errors.js';
import { ok, route } from '../../types.js';
import type { Call } from '../../types.js';

/** Lab time at which the services of a vCenter last came up, read from the journal. */
function upSince({ world, vcenter }: Call): string {
  const entries = world.journal.entries;
  const last = entries.findLast(
    ({ effect, subject }) => effect === 'vcenter.api.up' && subject === vcenter.name,
  );
  return (last ?? entries[0])?.labTime ?? world.clock.iso();
}

function versionInfo(call: Call): Record<string, string> {
  const { version, build } = call.vcenter;
  return {
    version,
    product: 'VMware vCenter Server',
    build,
    type: 'vCenter Server with an embedded Platform Services Controller',
    summary: `VMware vCenter Server ${version}`,
    releasedate: '',
    install_time: installedAt(call),
  };
}

/** End of the last update, or the start of the lab. */
function installedAt({ world, vcenter }: Call): string {
  const entries = world.journal.entries;
  const last = entries.findLast(
    ({ effect, subject }) => effect === 'vcenter.install.ended' && subject === vcenter.name,
  );
  return (last ?? entries[0])?.labTime ?? world.clock.iso();
}

const items = [
  'system',
  'applmgmt',
  'database-storage',
  'load',
  'mem',
  'storage',
  'swap',
  'software-packages',
];

/** `software-packages` tells of updates, which is no fault; all else is well unless the topology says otherwise. */
function colour(vcenter: LabVCenter, item: string): string {
  if (item === 'system') return vcenter.health;
  if (item === 'storage' || item === 'database-storage') return vcenter.space[item];
  return item === 'software-packages' && vcenter.updates.length > 0 ? 'orange' : 'green';
}

/** Sections 7.4 and 9.4. */
export const versionHealthRoutes = [
  route({
    method: 'GET',
    path: '/api/appliance/system/version',
    answer: (call) => ok(versionInfo(call)),
  }),
  route({
    method: 'GET',
    path: '/api/appliance/system/uptime',
    answer: (call) => ok((call.world.clock.now() - Date.parse(upSince(call))) / 1_000),
  }),
  ...items.map((item) =>
    route({
      method: 'GET',
      path: `/api/appliance/health/${item}`,
      answer: ({ vcenter }) => ok(colour(vcenter, item)),
    }),
  ),
  route({
    method: 'GET',
    path: '/api/appliance/timesync',
    answer: ({ vcenter }) => ok(vcenter.timeSync),
  }),
  route({
    method: 'GET',
    path: '/api/vcenter/vcha/cluster/deployment-type',
    answer: ({ vcenter }) => ok({ deployment_type: vcenter.vcenterHa }),
  }),
  route({
    method: 'GET',
    path: '/api/appliance/health/system/lastcheck',
    answer: ({ world }) => ok(world.clock.iso()),
  }),
  route({
    method: 'GET',
    path: '/api/appliance/health/{item}/messages',
    answer({ variable }) {
      if (!items.includes(variable('item'))) throw notFound('health item', variable('item'));
      return ok([]);
    },
  }),
  route({
    method: 'GET',
    path: '/api/appliance/health/database',
    answer: () => ok({ status: 'HEALTHY', messages: [] }),
  }),
];
