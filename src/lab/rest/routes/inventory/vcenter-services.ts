import type { LabVCenter } from '../../../world/model.js';
import { notFound } from '../../errors.js';
import { noContent, ok, route } from '../../types.js';
import type { Call } from '../../types.js';

/** Services that an administrator looks at around an upgrade. */
const names = [
  'applmgmt',
  'certificateauthority',
  'certificatemanagement',
  'content-library',
  'eam',
  'envoy',
  'lookupsvc',
  'sca',
  'sps',
  'statsmonitor',
  'trustmanagement',
  'updatemgr',
  'vapi-endpoint',
  'vcf-lifecycle',
  'vlcm',
  'vmware-vpostgres',
  'vmafdd',
  'vmcad',
  'vmdird',
  'vpxd',
  'vpxd-svcs',
  'vsphere-ui',
  'vstats',
];

/** Services that somebody stopped through this API; a stopped one changes nothing else in the lab. */
const stopped = new WeakMap<LabVCenter, Set<string>>();

function stoppedOf(vcenter: LabVCenter): Set<string> {
  const known = stopped.get(vcenter) ?? new Set();
  stopped.set(vcenter, known);
  return known;
}

function serviceName({ variable }: Call): string {
  const name = variable('service');
  if (!names.includes(name)) throw notFound('service', name);
  return name;
}

/** Section 7.4. `health` is present when the service is started. */
export const vcenterServiceRoutes = [
  route({
    method: 'GET',
    path: '/api/vcenter/services',
    answer({ vcenter }) {
      const off = stoppedOf(vcenter);
      const info = (name: string) => ({
        name_key: `cis.${name}.ServiceName`,
        description_key: `cis.${name}.ServiceDescription`,
        startup_type: 'AUTOMATIC',
        ...(off.has(name)
          ? { state: 'STOPPED' }
          : { state: 'STARTED', health: 'HEALTHY', health_messages: [] }),
      });
      return ok(Object.fromEntries(names.map((name) => [name, info(name)])));
    },
  }),
  ...(['start', 'stop', 'restart'] as const).map((action) =>
    route({
      method: 'POST',
      path: '/api/vcenter/services/{service}',
      action,
      privilege: 'SystemConfiguration.Administrators',
      answer(call) {
        const name = serviceName(call);
        if (action === 'stop') stoppedOf(call.vcenter).add(name);
        else stoppedOf(call.vcenter).delete(name);
        return noContent();
      },
    }),
  ),
  route({
    method: 'GET',
    path: '/api/vcenter/system-config/deployment-type',
    answer: () => ok({ type: 'VCSA_EMBEDDED' }),
  }),
];
