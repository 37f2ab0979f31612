import type { Zone } from '../model/estate.js';
import type { RunLimits } from '../model/limits.js';
import type { HostStep } from '../model/plan.js';
import type { WhyNot } from '../model/waiting.js';

/** As much of a host's step as the order of a cluster asks for. */
export type RollingHost = Pick<HostStep, 'host' | 'boot' | 'isTestHost'>;

/** Where one cluster's roll stands. Each host is in exactly one list, or done. */
export interface RollState<H extends RollingHost = RollingHost> {
  readonly cluster: string;
  readonly role: Zone;
  /** As read at plan time; absent = unknown, which counts as vSAN. */
  readonly vsan?: boolean;
  /** Not begun, in the order in which they will be. */
  readonly waiting: readonly H[];
  readonly inHand: readonly H[];
  /** Begun, and wait for a person; they take no slot. */
  readonly parked: readonly H[];
  /** Most hosts that the run grants this cluster, from the limits per vCenter and of the whole run. */
  readonly granted: number;
  /** Why nothing new may begin here, from the failures so far. */
  readonly hold: WhyNot | null;
}

/** Hosts that may begin now; when there is none though some wait, the reason. */
export interface Next<H extends RollingHost> {
  readonly begin: readonly H[];
  readonly why: WhyNot | null;
}

/**
 * How many hosts of a cluster may be in hand at the same time: one of the Trust Authority, always; one of a vSAN
 * cluster, since vSAN lets one host into maintenance mode at a time.
 *
 * @rule ORD-7, ORD-8, INV-4
 */
export function atOnce(
  { role, vsan, granted }: Pick<RollState, 'role' | 'vsan' | 'granted'>,
  { concurrency }: RunLimits,
): number {
  const most = role === 'authority' || vsan !== false ? 1 : concurrency.perCluster;
  return Math.min(most, granted);
}

/**
 * Which hosts of a cluster may begin now, or why none may.
 *
 * The test host goes first and alone. Hosts of another kind of boot wait for each other, since the Quick Boot setting
 * is the cluster's. What is in hand beyond a lowered limit is finished; nothing new begins until there is room.
 *
 * @rule ORD-7, ORD-8, INV-4, IMG-2, QB-5
 */
export function whoNext<H extends RollingHost>(state: RollState<H>, limits: RunLimits): Next<H> {
  const { waiting, inHand, parked, role, hold } = state;
  const [first] = waiting;
  if (first === undefined) return { begin: [], why: null };
  const begun = [...inHand, ...parked];
  const none = (why: WhyNot): Next<H> => ({ begin: [], why });
  // A test host in hand or parked has proven nothing yet; one that waits goes alone.
  const alone = begun.find(({ isTestHost }) => isTestHost) ?? (first.isTestHost ? begun[0] : undefined);
  if (alone !== undefined) return none(busy(state, [alone], 'the test host done, alone', 'IMG-2'));
  if (role === 'authority' && begun.length > 0) {
    return none(busy(state, begun, '0: Trust Authority hosts are upgraded strictly one by one', 'INV-4'));
  }
  if (hold !== null) return none(hold);
  const others = begun.filter(({ boot }) => boot !== first.boot);
  if (others.length > 0) {
    return none(busy(state, others, `no host in hand that needs another boot than ${first.boot}`, 'QB-5'));
  }
  const room = atOnce(state, limits) - inHand.length;
  if (room <= 0) {
    return none(busy(state, inHand, `fewer than ${atOnce(state, limits)} in hand`, 'ORD-8'));
  }
  if (first.isTestHost) return { begin: [first], why: null };
  const ready = waiting.slice(0, room);
  const end = ready.findIndex(({ boot }) => boot !== first.boot);
  return { begin: end < 0 ? ready : ready.slice(0, end), why: null };
}

function busy({ cluster }: RollState, hosts: readonly RollingHost[], need: string, rule: string): WhyNot {
  const names = hosts.map(({ host }) => host.name).join(', ');
  return {
    kind: 'another-host-in-progress',
    subject: cluster,
    have: hosts.length === 0 ? 'the run grants no host now' : `${hosts.length} in hand: ${names}`,
    need,
    rule,
    youMay: [
      { who: 'operator', what: 'decide about a host that is parked' },
      { who: 'operator', what: 'vta run limits' },
    ],
  };
}
