import type { ServiceTarget } from '../../domain/operations/restart-services/targets.js';
import type { ServiceAction } from '../../domain/services/index.js';
import type { Step } from '../step.js';

/** A service as it was ordered to be. */
export const running = (host: string, service: string, action: ServiceAction): Step => ({
  name: `services/${service}`,
  kind: 'serviceRestart',
  waiting: {
    kind: 'ta-service-unhealthy',
    subject: host,
    have: `${action} of ${service} ordered`,
    need: `${service} ${action === 'stop' ? 'stopped' : 'running'}`,
    rule: action === 'restart' ? 'SVC-3' : 'SVC-2',
    youMay: [],
  },
});

/** The cluster says that all is well again, before the next host. */
export const healthy = (host: string): Step => ({
  name: 'services/health',
  kind: 'serviceRestart',
  waiting: {
    kind: 'ta-service-unhealthy',
    subject: host,
    have: 'its services run; health of the cluster not seen yet',
    need: 'both services OK before the next TA host',
    rule: 'SVC-3',
    youMay: [],
  },
});

/** What a person does on the host itself. */
export const byHand = (
  { host, side, services }: ServiceTarget,
  action: ServiceAction,
  procedure: readonly string[],
): Step => ({
  name: 'services/by-hand',
  kind: 'serviceRestart',
  byPeople: 'asked',
  waiting: {
    kind: 'operator-decision',
    subject: host.name,
    have: `${action} of ${services.join(', ')} on ${host.name} is for a person to do`,
    need: `done on the host itself and confirmed by the decision "verify"; then ${side === 'trusted' ? 'the host connected and attested' : 'health OK'}`,
    rule: side === 'trusted' ? 'SVC-4' : 'SVC-5',
    youMay: procedure.map((what) => ({ who: 'administrator', what })),
  },
});
