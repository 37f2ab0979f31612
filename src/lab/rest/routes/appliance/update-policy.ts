import { z } from 'zod';
import type { LabVCenter } from '../../../world/model.js';
import { noContent, ok, route } from '../../types.js';

const path = '/api/appliance/update/policy';
const defaultUrl = 'https://vapp-updates.vmware.com/vai-catalog/valm/vmw/';
const days = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
  'EVERYDAY',
] as const;

const Policy = z.strictObject({
  custom_URL: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  check_schedule: z.array(
    z.strictObject({ day: z.enum(days), hour: z.number().int(), minute: z.number().int() }),
  ),
  auto_stage: z.boolean(),
  certificate_check: z.boolean().optional(),
});
type Stored = Omit<z.output<typeof Policy>, 'password'>;

/** Where a vCenter looks for updates; without effect in the lab, whose updates come from the topology. */
const stored = new WeakMap<LabVCenter, Stored>();

/** Section 9.1, the update policy; a password is taken and never shown. */
export const updatePolicyRoutes = [
  route({
    method: 'GET',
    path,
    answer({ vcenter }) {
      const policy = stored.get(vcenter) ?? { check_schedule: [], auto_stage: false };
      return ok({
        certificate_check: true,
        ...policy,
        default_URL: defaultUrl,
        auto_update: false,
        manual_control: true,
      });
    },
  }),
  route({
    method: 'PUT',
    path,
    privilege: 'VcLifecycle.Upgrade',
    body: Policy,
    answer({ vcenter, body: { password: _password, ...policy } }) {
      stored.set(vcenter, policy);
      return noContent();
    },
  }),
];
