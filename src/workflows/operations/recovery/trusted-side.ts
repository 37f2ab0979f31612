import { RECOVERY_GATES } from '../../../domain/operations/recover-ta-host/plan.js';
import type { OfferedService } from '../../../domain/recovery/index.js';
import { onTrusted } from '../../activity-proxies.js';
import type { TrustedSideContext } from '../../context.js';
import type { Operation } from '../operate.js';
import { toRemediate, wordsOf, type RecoveryLooks } from './looks.js';
import { waits } from './waits.js';

/** Far more than a host has services and a vCenter has clusters: a refresh that goes round is not waited for. */
const MOST_STEPS = 1_000;

/** What an approver reads where nothing tells what an earlier recovery has done. */
const LEFT =
  'an earlier recovery has added the host again; whether the trusted clusters were remediated since, nothing tells: once more changes nothing';

/**
 * Registers the services of the host anew where they changed, then remediates the trusted clusters; what is to be done is
 * shown at a gate first.
 *
 * @param isLeft - an earlier recovery may have registered and not remediated: every cluster is remediated
 * @rule REC-4, DG-2, DG-14
 */
export async function refreshTrustedSides(
  operation: Operation,
  looks: RecoveryLooks,
  isLeft: boolean,
): Promise<void> {
  const { unit } = operation;
  const offered = await unit.attempt('services of the host', 'REC-4', () => looks.offered());
  const before = await unit.attempt('registrations', 'REC-4', () => looks.sides(offered));
  await operation.gate(RECOVERY_GATES.refresh, [
    ...(isLeft ? [LEFT] : []),
    ...before.flatMap((look) => wordsOf(look, isLeft)),
  ]);
  for (const { side } of before) await register(operation, side, offered);
  const after = await unit.attempt('registrations', 'REC-4', () => looks.sides(offered));
  for (const { side, ...look } of after) {
    const outdated = before.find((one) => one.side.vcenter.name === side.vcenter.name)?.outdated ?? [];
    for (const cluster of toRemediate({ ...look, outdated }, isLeft)) {
      await unit.checkpoint();
      const on = { vcenter: side.vcenter, cluster };
      const { does, awaits } = onTrusted(side.queue, operation.context.timeScale);
      await unit.work(
        waits.remediation(cluster.name),
        {
          what: `remediation of ${cluster.name}`,
          rule: 'REC-4',
          call: () =>
            does.startTrustRemediation({ ...on, ...((isLeft || outdated.length > 0) && { always: true }) }),
        },
        (started, patience) => awaits.awaitTrustRemediation({ ...on, ...started, patience }),
      );
    }
  }
}

/** One change after another, each judged by what is registered then. */
async function register(
  { context, unit }: Operation,
  side: TrustedSideContext,
  offered: readonly OfferedService[],
): Promise<void> {
  const { does, awaits } = onTrusted(side.queue, context.timeScale);
  const about = { vcenter: side.vcenter, clusters: side.clusters, offered };
  for (let count = 0; count < MOST_STEPS; count++) {
    const { step, ...started } = await unit.attempt('registration', 'REC-4', () =>
      does.startRegistrationStep(about),
    );
    if (step === undefined) return;
    await unit.settle(waits.registration(side.vcenter.name), (patience) =>
      awaits.awaitRegistrationStep({ ...about, ...started, step, patience }),
    );
  }
  throw new Error(`the registrations of ${side.vcenter.name} do not settle`);
}
