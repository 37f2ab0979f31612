import type { HostState } from './estate.js';

/** A time of the lab, ISO 8601, UTC. */
type LabTime = string;

/** A time in which a host was not in hand: parked, skipped, or taken over by a person. */
export interface SetAside {
  readonly host: string;
  readonly from: LabTime;
  /** When it went on; absent = it never did. */
  readonly to?: LabTime;
  /** From when on whoever begins hosts knew of it, so that it counts against a budget; absent = from the beginning. */
  readonly known?: LabTime;
  /** When a person approved that others go on in spite of it; it counts against no budget from then on. */
  readonly accepted?: LabTime;
}

/** Facts that no journal tells; whoever asks for a verdict does. What is absent is judged by the strictest reading. */
export interface Told {
  /** Hosts of one trusted cluster that were allowed to be in hand at once, by a recorded choice; 1 when absent. */
  readonly hostsPerCluster?: number;
  /** The same for single clusters, by `vcenter/cluster`, or by name for all clusters of that name. */
  readonly perCluster?: Readonly<Record<string, number>>;
  readonly setAside?: readonly SetAside[];
  /** Trusted hosts that may be set aside while another one is begun; what is absent is not judged. */
  readonly failureBudget?: { readonly perCluster?: number; readonly trusted?: number };
  /**
   * Lab seconds from the last look of whoever gives an order to the order itself; 0 when absent. An attestation that is
   * lost in between could not be seen. At the pace of a lab a second of the machine is many minutes.
   */
  readonly lookSeconds?: number;
  /** Hosts that were left in maintenance mode with the knowledge of a person. */
  readonly knownLeft?: readonly string[];
  /** TA hosts whose services a person let stop although no other served, by a recorded approval (SVC-2). */
  readonly forced?: readonly string[];
  /** Logins of people. What they do changes the estate, and nobody is judged for it. */
  readonly people?: readonly string[];
}

export const hostsAtOnce = ({ hostsPerCluster = 1, perCluster = {} }: Told, { cluster }: HostState): number =>
  perCluster[cluster] ?? perCluster[cluster.slice(cluster.indexOf('/') + 1)] ?? hostsPerCluster;

/** Who was set aside at a moment; from `from` on, no longer at `to`. */
export function createAside({ setAside = [] }: Told) {
  const times = setAside.map(({ host, from, to, known = from, accepted }) => ({
    host,
    from: Date.parse(from),
    to: to === undefined ? Infinity : Date.parse(to),
    known: Date.parse(known),
    accepted: accepted === undefined ? Infinity : Date.parse(accepted),
  }));
  return {
    isAside: (host: string, at: LabTime): boolean =>
      times.some((it) => it.host === host && it.from <= Date.parse(at) && Date.parse(at) < it.to),
    /** It was begun before, and is or was set aside since: whatever it does now is no beginning. */
    wasAside: (host: string, at: LabTime): boolean =>
      times.some((it) => it.host === host && it.from <= Date.parse(at)),
    /** It counts against a failure budget. */
    isOwed: (host: string, at: LabTime): boolean =>
      times.some(
        (it) =>
          it.host === host &&
          it.known <= Date.parse(at) &&
          Date.parse(at) < it.to &&
          Date.parse(at) < it.accepted,
      ),
  };
}

export type Aside = ReturnType<typeof createAside>;
