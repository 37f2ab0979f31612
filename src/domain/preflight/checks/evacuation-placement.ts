import type { EsxHost } from '../../model/inventory.js';
import type { BoundVm, VmNeed } from '../../model/readiness.js';
import { checkNamed } from '../check.js';
import { boundVmsOf, type BoundTo } from '../bound-vms.js';

const { blocker, warning, check } = checkNamed({
  id: 'evacuation-placement',
  rule: 'ORD-8',
  looksAt:
    'For every running VM on a host with work another host has its datastores, networks and CPU features, and the rules of DRS allow it.',
  severities: ['blocker', 'warning'],
  remedy: 'Give another host what the VM needs, switch the rule off for the upgrade, or shut the VM down.',
  waivable: true,
});

/** A VM goes only where its datastores, networks and CPU features are and where mandatory rules let it (2.14). @rule ORD-7, ORD-8 */
export const evacuationPlacement = check((context) =>
  boundVmsOf(context).flatMap((bound) =>
    bound.vms.flatMap((vm) => [
      ...nowhereToGo(vm, bound),
      ...tooFewHosts(vm, bound),
      ...faultTolerance(vm, bound),
    ]),
  ),
);

function nowhereToGo({ name, needs }: BoundVm, { host, others }: BoundTo) {
  if (others.length === 0 || others.some((other) => needs.every((need) => offers(other, need)))) return [];
  // One thing that nobody has is the reason; else it is that nobody has all of them.
  const missing = needs.filter((need) => !others.some((other) => offers(other, need)));
  const reasons = (missing.length > 0 ? missing : needs).map(words).join(' and ');
  return [
    blocker(
      host.ref.name,
      `${name} can run on no host in service but ${host.ref.name}: ${reasons}.`,
      `Give another host what ${name} needs, switch the rule off for the upgrade, or shut ${name} down.`,
    ),
  ];
}

const offers = ({ ref }: EsxHost, { hosts }: VmNeed): boolean => hosts.includes(ref.moid);

function words({ what, name }: VmNeed): string {
  if (what === 'rule') return `the rule ${name} allows no other`;
  return what === 'evc' ? `no other has the CPU features of ${name}` : `no other has the ${what} ${name}`;
}

function tooFewHosts({ name, apart }: BoundVm, { host, others }: BoundTo) {
  return apart
    .filter(({ running }) => running > others.length)
    .map(({ rule, running }) =>
      blocker(
        host.ref.name,
        `${name} cannot leave ${host.ref.name}: the rule ${rule} keeps ${running} running VMs on hosts of their own, and ${others.length} others are in service.`,
        `Switch the rule ${rule} off for the upgrade, add a host, or shut one of its VMs down.`,
      ),
    );
}

/** Both VMs of a pair need a host of their own. */
const HOSTS_OF_A_PAIR = 2;

function faultTolerance({ name, faultTolerant }: BoundVm, { host, others }: BoundTo) {
  if (!faultTolerant) return [];
  const remedy = `Turn Fault Tolerance of ${name} off for the upgrade, and on again after it.`;
  if (others.length < HOSTS_OF_A_PAIR) {
    return [
      blocker(
        host.ref.name,
        `${name} has Fault Tolerance, and with ${host.ref.name} in maintenance mode ${others.length} hosts are left for its two VMs.`,
        remedy,
      ),
    ];
  }
  return [
    warning(
      host.ref.name,
      `${name} on ${host.ref.name} has Fault Tolerance: it is unprotected while its VMs move, and DRS may be unable to move them.`,
      remedy,
    ),
  ];
}
