import type { Zone } from '../model/estate.js';
import type { HostRef } from '../model/inventory.js';
import { serviceNames, type ServiceAction, type ServiceTask } from './model.js';

const VERBS: Readonly<Record<ServiceAction, string>> = { restart: 'Restart', start: 'Start', stop: 'Stop' };

/**
 * The written procedure for services of a host that this product must not order through vCenter: those of a trusted
 * host, and those that a TA host does not list.
 *
 * @param services - service names; those of the side when empty
 * @rule SVC-4, SVC-5
 */
export function serviceProcedure(
  side: Zone,
  host: HostRef,
  action: ServiceAction,
  services: readonly string[] = [],
): ServiceTask {
  const named = services.length > 0 ? services : serviceNames(side);
  const verb = VERBS[action];
  const { name } = host;
  const steps =
    side === 'trusted'
      ? [
          `Log in to ${name} itself: ESXi Shell, SSH or the VMware Host Client, with a login of the host. vCenter cannot do this on a trusted host.`,
          `${verb} ${named.join(', ')} there: in the Host Client under Manage, Services, or in a shell with the script of that name in /etc/init.d.`,
          `Switch SSH off and lockdown mode on again where you changed them.`,
          `Confirm here. It is then verified that ${name} is connected and attested.`,
        ]
      : [
          `In the vSphere Client of the Trust Authority vCenter select ${name}, then Configure, System, Services.`,
          `${verb} ${named.join(', ')}; where the list does not have them, log in to ${name} itself and use the script of that name in /etc/init.d.`,
          `Confirm here. It is then verified that health is OK.`,
        ];
  return { host, services: named, steps };
}
