import { describeItem, type ItemRef } from '../../../domain/archive/item.js';
import type { WhyNot } from '../../../domain/model/waiting.js';
import { itemsInTheWay, missingItems, type ItemComparison } from '../../../domain/archive/compare.js';
import { whyNotApply } from '../../../domain/recovery/index.js';
import { RECOVERY_GATES } from '../../../domain/operations/recover-ta-host/plan.js';
import type { RecoveryStep } from '../../../domain/recovery/index.js';
import { onAuthority } from '../../activity-proxies.js';
import type { Operation } from '../operate.js';
import type { Found, RecoveryDetails, RecoveryLooks } from './looks.js';
import { refreshTrustedSides } from './trusted-side.js';
import { waits } from './waits.js';

type Work = { readonly [Step in RecoveryStep]: (found: Found) => Promise<void> } & {
  /** `refresh` where an earlier recovery has added the host: all that it may have left open. */
  refreshLeft(): Promise<void>;
  /** A step that is found done: what was planned for it is not asked. */
  skipped(step: RecoveryStep): Promise<void>;
  /** An end before the end: says what it leaves behind. */
  leave(): Promise<void>;
};

/** What each step of a recovery does. */
export function recoveryWork(operation: Operation, details: RecoveryDetails, looks: RecoveryLooks): Work {
  const { context, unit } = operation;
  const { host, cluster, recorded, access, archive } = details;
  const { vcenter, queue, timeScale } = context;
  const { does, awaits } = onAuthority(queue, timeScale);
  const on = { vcenter, cluster, host };
  const onArchive = { vcenter, cluster, archive };

  return {
    /** @rule REC-1 */
    async isolate({ member }) {
      const ref = member?.ref ?? host;
      if (member?.connection === 'connected') {
        await unit.work(
          waits.isolation(details),
          {
            what: 'maintenance mode',
            rule: 'REC-1',
            call: () => does.startMaintenance({ vcenter, host: ref }),
          },
          (started, patience) => awaits.awaitMaintenance({ vcenter, host: ref, ...started, patience }),
        );
        return;
      }
      await unit.work(
        waits.isolation(details),
        { what: 'disconnection', rule: 'REC-1', call: () => does.startDisconnection(on) },
        (started, patience) => awaits.awaitDisconnection({ ...on, ...started, patience }),
      );
    },

    /** @rule REC-1 */
    async remove() {
      await unit.work(
        waits.removal(details),
        { what: 'removal', rule: 'REC-1', call: () => does.startHostRemoval(on) },
        (started, patience) => awaits.awaitHostRemoval({ ...on, ...started, patience }),
      );
      operation.tell(`${host.name} is out of ${cluster.name}`);
    },

    /** @rule REC-2 */
    async restore() {
      await unit.settle(waits.restoration(details), (patience) =>
        awaits.awaitRestored({ host, access, version: recorded, patience }),
      );
      operation.tell(`${host.name} itself answers with ${recorded}`);
    },

    /** The certificate that it shows is approved with the version that was verified. @rule REC-3, REC-5, DG-2 */
    async add({ itself }) {
      if (itself === null) throw new Error('a host that does not answer is not due to be added');
      const thumbprint = itself.sha1;
      await operation.gate(RECOVERY_GATES.readd, certificateEvidence(details, itself));
      await unit.work(
        waits.addition(details),
        {
          what: 'addition',
          rule: 'REC-3',
          call: () => does.startAddition({ ...on, access, version: recorded, thumbprint }),
        },
        (started, patience) => awaits.awaitAddition({ ...on, ...started, patience }),
      );
      operation.tell(`${host.name} is in ${cluster.name} again`);
    },

    /** @rule REC-3 */
    async enable() {
      await unit.work(
        waits.enabling(details),
        { what: 'enabling', rule: 'REC-3', call: () => does.startEnabling({ vcenter, cluster }) },
        (started, patience) => awaits.awaitEnabling({ vcenter, cluster, ...started, patience }),
      );
    },

    /** Item by item in the order of 2.10; what the other hosts have otherwise than archived is never overwritten. @rule REC-3 */
    async apply() {
      let compared: readonly ItemComparison[] = [];
      await unit.untilClear(async () => {
        compared = await does.compareWithArchive(onArchive);
        return whyNotApply(cluster.name, itemsInTheWay(compared));
      });
      for (const apply of missingItems(compared)) {
        await unit.checkpoint();
        const what = describeItem(apply.item);
        await unit.work(
          waits.item(details, what),
          {
            what,
            rule: 'REC-3',
            call: () => does.applyConfigurationItem({ ...onArchive, apply }),
            advice: byHand(details, apply.item),
          },
          (started, patience) =>
            awaits.awaitConfigurationItem({ ...onArchive, ...started, item: apply.item, patience }),
        );
      }
      await unit.settle(waits.configuration(details), (patience) =>
        awaits.awaitConfiguration({ ...onArchive, patience }),
      );
    },

    /** @rule REC-4 */
    async exit({ member }) {
      const ref = member?.ref ?? host;
      await unit.work(
        waits.exit(details),
        {
          what: 'end of maintenance mode',
          rule: 'REC-4',
          call: () => does.startExitMaintenance({ vcenter, host: ref }),
        },
        (started, patience) => awaits.awaitExitMaintenance({ vcenter, host: ref, ...started, patience }),
      );
    },

    refresh: () => refreshTrustedSides(operation, looks, false),
    refreshLeft: () => refreshTrustedSides(operation, looks, true),

    async skipped(step) {
      operation.tell(`${step}: found done`);
      if (step === 'add') await operation.skipGate(RECOVERY_GATES.readd, 'the host is a member already');
      if (step === 'refresh')
        await operation.skipGate(
          RECOVERY_GATES.refresh,
          'every trusted vCenter and cluster knows the host as it is',
        );
    },

    async leave() {
      const { member } = await unit.insist('what is left behind', 'REC-5', () => looks.now());
      const isOut = member === null;
      if (!isOut && member.ref.moid === host.moid && member.inMaintenance !== true) return;
      operation.debt({
        kind: 'host-skipped',
        subject: host.name,
        rule: 'REC-5',
        text: `${host.name} is ${isOut ? 'in no inventory' : 'in the cluster, and its recovery is not finished'}; vta recover goes on where it was left`,
      });
    },
  };
}

/** A host that runs the version has its image; the restored host itself runs the recorded one. @rule DG-11 */
function byHand(
  { host, recorded, imageSources = {} }: RecoveryDetails,
  { kind, name }: ItemRef,
): WhyNot['youMay'] {
  const source = name === recorded ? host.name : imageSources[name];
  if (kind !== 'baseImage' || source === undefined) return [];
  const what = `run Export-VMHostImageDb from ${source}, which runs ${name}, and New-TrustAuthorityVMHostBaseImage; the run goes on when it is listed with health OK`;
  return [{ who: 'Trust Authority administrator', what }];
}

function certificateEvidence(
  { host, recorded, thumbprint }: RecoveryDetails,
  { sha1, sha256 }: NonNullable<Found['itself']>,
): readonly string[] {
  return [
    `${host.name} itself answers with ${recorded}, as recorded`,
    thumbprint === sha1
      ? `certificate as before: SHA-1 ${sha1}`
      : `another certificate than before (${thumbprint ?? 'unknown'}): SHA-1 ${sha1}, SHA-256 ${sha256}; compare it with what the console shows`,
  ];
}
