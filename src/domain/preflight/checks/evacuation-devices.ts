import { checkNamed, count } from '../check.js';
import { boundVmsOf } from '../bound-vms.js';

const { blocker, warning, check } = checkNamed({
  id: 'evacuation-devices',
  rule: 'ORD-8',
  looksAt:
    'No running VM on a host with work is held there by a device: passthrough, vGPU, or media of a host or client.',
  severities: ['blocker', 'warning'],
  remedy: 'Disconnect the media; shut the VM down for the time in which its host is upgraded.',
  waivable: true,
});

/** Devices that vMotion does not take along keep a host from being emptied (2.14). @rule ORD-7, ORD-8 */
export const evacuationDevices = check((context) =>
  boundVmsOf(context).flatMap(({ host, vms }) =>
    vms.flatMap(({ name, heldBy, mayBeHeldBy }) => [
      ...(heldBy.length === 0
        ? []
        : [
            blocker(
              host.ref.name,
              `${name} cannot be moved off ${host.ref.name} with ${count(heldBy.length, 'device')}: ${heldBy.join(', ')}.`,
              `Disconnect media from ${name}; with any other device shut it down before ${host.ref.name} is upgraded.`,
            ),
          ]),
      ...(mayBeHeldBy.length === 0
        ? []
        : [
            warning(
              host.ref.name,
              `DRS may be unable to move ${name} off ${host.ref.name}: it uses ${mayBeHeldBy.join(', ')}.`,
              `Try to move ${name} by hand before the run, or shut it down for the time of the upgrade.`,
            ),
          ]),
    ]),
  ),
);
