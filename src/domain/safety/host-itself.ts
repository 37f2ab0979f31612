import type { HostStep } from '../model/plan.js';
import type { WhyNot } from '../model/waiting.js';
import type { GuardFacts } from './facts.js';
import { firstReason, reason } from './reasons.js';

/**
 * The host is there and is what the plan expects. What this run itself already changed (maintenance, the target
 * version) is no difference; everything else is, and is never guessed away.
 *
 * @rule DG-12 for activity of others
 */
export function whyNotAsPlanned(step: HostStep, facts: GuardFacts): WhyNot | null {
  return firstReason(
    () => whyNotConnected(step, facts),
    () => whyNotVersion(step, facts),
    () => whyNotMeasured(step, facts),
    () => whyNotMaintenanceState(step, facts),
    () => whyNotAlone(step, facts),
  );
}

/** Readable and connected. */
export function whyNotConnected(step: HostStep, { host }: Pick<GuardFacts, 'host'>): WhyNot | null {
  if (!host) {
    return reason(
      'host-unreadable',
      {
        subject: step.host.name,
        have: 'no answer about this host',
        need: 'its state, read now',
        rule: 'DG-8',
      },
      ['vsphere', 'check that the vCenter answers and the credential may read the host'],
    );
  }
  if (host.connection === 'connected') return null;
  return reason(
    'host-not-connected',
    {
      subject: step.host.name,
      have: host.connection,
      need: 'connected',
      rule: step.role === 'authority' ? 'DG-7' : 'DG-8',
    },
    ['vsphere', 'look at the host console; reconnect the host in vCenter'],
  );
}

function whyNotVersion(step: HostStep, { host, ours }: GuardFacts): WhyNot | null {
  const installed = host?.installed;
  if (installed === step.expects.installed || (ours && installed === step.target)) return null;
  return differs(step, `runs ${installed ?? 'an unreadable version'}`, `runs ${step.expects.installed}`);
}

/** An unknown version at plan time expects nothing; a known one must still be known and the same. @rule DG-3 */
function whyNotMeasured(step: HostStep, { host, ours, ledgerRow }: GuardFacts): WhyNot | null {
  const expected = step.expects.measured;
  if (expected === undefined || (ours && host?.installed === step.target)) return null;
  if (ledgerRow?.measured === expected) return null;
  return differs(
    step,
    `attests with ${ledgerRow?.measured ?? 'an unknown version'}`,
    `attests with ${expected}`,
    'DG-3',
  );
}

function whyNotMaintenanceState(step: HostStep, { host, ours }: GuardFacts): WhyNot | null {
  if (ours || host?.inMaintenance === step.expects.inMaintenance) return null;
  if (host?.inMaintenance === undefined) {
    return differs(
      step,
      'maintenance state unread',
      step.expects.inMaintenance ? 'in maintenance' : 'not in maintenance',
    );
  }
  if (!host.inMaintenance) return differs(step, 'not in maintenance', 'in maintenance');
  return reason(
    'host-in-maintenance',
    {
      subject: step.host.name,
      have: 'in maintenance, and not by this run',
      need: 'not in maintenance',
      rule: 'DG-12',
    },
    ['vsphere', 'take the host out of maintenance mode when your work on it is finished'],
  );
}

/** Nobody else works on this cluster. @rule DG-12 */
function whyNotAlone(step: HostStep, { foreignTask }: GuardFacts): WhyNot | null {
  if (!foreignTask) return null;
  return reason(
    'foreign-activity',
    {
      subject: step.cluster.name,
      have: foreignTask,
      need: 'no lifecycle task of anybody else',
      rule: 'DG-12',
    },
    ['vsphere', 'let the task end or cancel it; the run goes on by itself'],
  );
}

/** Reality is not what the plan was made from: a stop, until somebody looks. */
export function differs(step: HostStep, have: string, need: string, rule = 'DG-2'): WhyNot {
  return reason(
    'host-differs-from-plan',
    { subject: step.host.name, have, need: `${need}, as planned`, rule },
    ['operator', 'abort and plan again, so that the new state is approved'],
    ['vsphere', 'put the host back into the planned state'],
  );
}

/**
 * No more hosts of the cluster are in hand than may be: of the Trust Authority this one only, whatever the limits say.
 *
 * @rule ORD-7 for TA hosts, ORD-8 for trusted ones
 */
export function whyNotOneByOne(
  step: HostStep,
  { inProgress, taHosts, clusterHosts, atOnce }: GuardFacts,
): WhyNot | null {
  const others = inProgress.filter((moid) => moid !== step.host.moid);
  const most = step.role === 'authority' ? 0 : (atOnce ?? 1) - 1;
  if (others.length <= most) return null;
  const known = [...(clusterHosts ?? []), ...(taHosts ?? [])];
  const names = others.map((moid) => known.find(({ ref }) => ref.moid === moid)?.ref.name ?? moid);
  return reason(
    'another-host-in-progress',
    {
      subject: names.join(', '),
      have: `${others.length} other host in progress: ${names.join(', ')}`,
      need: most === 0 ? '0: hosts are upgraded one by one' : `at most ${most}`,
      rule: step.role === 'authority' ? 'ORD-7' : 'ORD-8',
    },
    ['operator', 'decide about the host in progress if it is parked'],
  );
}
