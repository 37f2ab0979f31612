import type { LedgerRow } from '../../domain/model/inventory.js';
import type { AttestationSummary } from '../../activities/trusted.js';
import type { GuardFacts } from '../../domain/safety/index.js';
import { onEither, onTrusted } from '../activity-proxies.js';
import { lookAtAuthority } from '../authority-look.js';
import type { UpgradeHostInput } from './input.js';

/** Reads what the guards of one host judge: its own side and the Trust Authority Cluster, at one time. */
export function createGuards({ context, step, ledgerRow, inHand = [], atOnce = 1 }: UpgradeHostInput) {
  let row = ledgerRow;
  let last: GuardFacts | undefined;
  const { timeScale, trusted, vcenter, queue } = context;
  let ours = false;
  let oldReport: string | undefined;

  async function unattested(): Promise<AttestationSummary['unattested']> {
    // Only Trust Authority hosts ask for the whole estate (DG-7); a trusted host answers for itself.
    if (step.role === 'trusted') return [];
    const parts = await Promise.all(
      trusted.map((side) =>
        onTrusted(side.queue, timeScale).does.summariseAttestation({
          vcenter: side.vcenter,
          clusters: side.clusters,
        }),
      ),
    );
    return parts.flatMap((part) => part.unattested);
  }

  return {
    async look(): Promise<GuardFacts> {
      const [own, authorityLook, notAttested] = await Promise.all([
        onEither(queue, timeScale).does.lookAtHost({
          vcenter,
          host: step.host,
          cluster: step.cluster,
          // Once this run has begun with the host, whatever runs there belongs to its own guards.
          withTasks: !ours,
        }),
        lookAtAuthority(context),
        unattested(),
      ]);
      const facts: GuardFacts = {
        host: own.host,
        authority: authorityLook.facts,
        taHosts: authorityLook.taHosts,
        clusterHosts: own.clusterHosts,
        ...(own.foreignTask === undefined ? {} : { foreignTask: own.foreignTask }),
        unattested: notAttested,
        ...(row === undefined ? {} : { ledgerRow: row }),
        ...(oldReport === undefined ? {} : { oldReport }),
        ours,
        // As it was when this host began: others that begin later count this one in.
        inProgress: inHand,
        atOnce,
        acceptedUnattested: context.acceptedUnattested,
      };
      last = facts;
      return facts;
    },
    /** What the guards saw last. */
    last(): GuardFacts {
      if (last === undefined) throw new Error('the guards have not looked yet');
      return last;
    },
    /** The same, if they have looked at all. */
    seen: (): GuardFacts | undefined => last,
    /** The host's new row, once it has booted. */
    ledger(next: LedgerRow): void {
      row = next;
    },
    /** The report of this time counts no longer, though the boot time does not tell of a boot since. */
    outdate(report: string | undefined): void {
      oldReport = report;
    },
    /** From here on maintenance mode and the target version are this run's doing, not a difference. */
    begun(): void {
      ours = true;
    },
  };
}
