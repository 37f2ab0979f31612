import type { Assumptions } from '../topology/assumptions.js';

/** Optional fields of a shape of the wire contract, which is told by the fields it always has. */
interface Shape {
  readonly has: readonly string[];
  readonly optional: readonly string[];
}

const message: Shape = { has: ['id', 'default_message', 'args'], optional: ['params', 'localized'] };
const shapes: readonly Shape[] = [
  message,
  // Error (2.2)
  { has: ['error_type', 'messages'], optional: ['data'] },
  // Task Info (3.3)
  {
    has: ['description', 'service', 'operation', 'status', 'cancelable'],
    optional: ['progress', 'start_time', 'end_time', 'error', 'parent', 'target', 'user'],
  },
  // Base image Info (5.4)
  { has: ['display_name', 'health', 'details'], optional: ['last_attested_time'] },
  // SoftwareInfo (8.3)
  { has: ['base_image', 'components', 'solutions'], optional: ['add_on', 'hardware_support'] },
  // ApplyResult and ApplyStatus (8.5)
  { has: ['commit', 'host_status', 'failed_hosts'], optional: ['status'] },
  { has: ['status', 'start_time', 'end_time', 'notifications'], optional: ['progress'] },
  // Apply policy (8.6)
  {
    has: ['enable_quick_boot'],
    optional: [
      'failure_action',
      'pre_remediation_power_action',
      'disable_dpm',
      'disable_hac',
      'evacuate_offline_vms',
      'enforce_hcl_validation',
    ],
  },
  // Update and backup job of the appliance (9.1, 9.4)
  { has: ['state', 'latest_query_time'], optional: ['task', 'version'] },
  { has: ['id', 'state', 'messages', 'progress', 'start_time'], optional: ['end_time'] },
];

/** Only tasks of their own service have a result; the appliance's updates and backups are like tasks without one. */
const taskResult: Shape = { has: ['description', 'service', 'operation', 'status'], optional: ['result'] };
const ofTasks = /^\/api\/cis\/tasks/;
/** Their messages have an ID, a text and arguments, and nothing else (9.4). */
const withPlainMessages = /^\/api\/appliance\/recovery\/backup(?!\/job\/details)/;

/** The answer as this server writes it: how unset fields look, and whether messages are localized (section 1). */
export function styled(path: string, value: unknown, assumptions: Assumptions): unknown {
  const { unsetFields, messageTexts } = assumptions;
  if (unsetFields === 'absent' && messageTexts === 'default') return value;
  const hasPlainMessages = withPlainMessages.test(path);
  const known = [
    ...shapes.filter((shape) => shape !== message || !hasPlainMessages),
    ...(ofTasks.test(path) ? [taskResult] : []),
  ];
  const walk = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(walk);
    if (inner === null || typeof inner !== 'object') return inner;
    const object = Object.fromEntries(Object.entries(inner).map(([key, part]) => [key, walk(part)]));
    const isOf = ({ has }: Shape): boolean => has.every((key) => key in object);
    if (messageTexts === 'localized' && !hasPlainMessages && isOf(message))
      object['localized'] = object['default_message'];
    if (unsetFields === 'null') {
      const optional = known.filter(isOf).flatMap((shape) => shape.optional);
      for (const key of optional) object[key] ??= null;
    }
    return object;
  };
  return walk(value);
}
