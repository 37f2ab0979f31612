import { LabError } from '../world/model.js';
import type { LabTask } from '../world/model.js';
import type { Call, Route } from './types.js';

/** Lab seconds until a task has looked at its input. */
const LOOK_SECONDS = 1;

/** `/api/esx/settings/clusters/{cluster}/software` → `com.vmware.esx.settings.clusters.software`. */
const serviceOf = (path: string): string =>
  [
    'com.vmware',
    ...path
      .split('/')
      .slice(2)
      .filter((part) => part !== '' && !part.startsWith('{')),
  ]
    .join('.')
    .replaceAll('-', '_');

/**
 * Starts a task operation. Whether its refusals answer the call or end in a FAILED task is not documented
 * (vsphere-rest 3.1); where all are in the task, one is made for the refusal alone.
 */
export function startedTask(route: Route, start: NonNullable<Route['task']>, call: Call): LabTask {
  const { world, vcenter, session } = call;
  if (world.assumptions.validationErrors !== 'in-the-task') return start(call);
  try {
    return start(call);
  } catch (refusal) {
    if (!(refusal instanceof LabError)) throw refusal;
    const service = serviceOf(route.path);
    const operation = (route.action ?? route.method.toLowerCase()).replaceAll('-', '_');
    const spec = { service, operation: `${operation}$task`, descriptionId: `${service}.${operation}` };
    return world.startTask(vcenter, session, spec, (task) => {
      world.clock.after(LOOK_SECONDS, () => world.fail(task, refusal.fault));
    });
  }
}
