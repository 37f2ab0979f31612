import { patched } from '@temporalio/workflow';
import type { ApplyPolicy } from '../../domain/model/inventory.js';
import type { ClusterStep } from '../../domain/model/plan.js';
import { onEither, records } from '../activity-proxies.js';
import { untilProtected } from '../archive.js';
import type { UnitContext } from '../context.js';
import type { Step } from '../step.js';
import { Aborted, type Unit } from '../unit.js';

/** What a roll found and froze before its first host. */
export interface Prepared {
  readonly commit: string;
  /** The policy as it was found; absent where no image manages the cluster. */
  readonly original?: ApplyPolicy;
}

const committing = (cluster: string): Step => ({
  name: 'image-commit',
  kind: 'imageImport',
  waiting: {
    kind: 'remediation',
    subject: cluster,
    have: 'committing the desired image',
    need: 'the commit',
    rule: 'IMG-2',
    youMay: [],
  },
});

/**
 * Freezes the commit and remembers the policy as it was found; there is neither where people upgrade the hosts. Before
 * TA hosts the vTA configuration, which lies on them, is protected.
 *
 * @rule BAK-1, BAK-3
 */
export async function prepare(
  context: UnitContext,
  unit: Unit,
  step: ClusterStep,
): Promise<Prepared | undefined> {
  const { does, awaits } = onEither(context.queue, context.timeScale);
  const on = { vcenter: context.vcenter, cluster: step.cluster };
  try {
    await unit.checkpoint();
    if (step.role === 'authority' && patched('archive-of-both-sides')) {
      const before = await records.loadBefore({ planHash: context.planHash });
      await untilProtected(unit, context, before);
    }
    if (step.executor === 'operator') return { commit: '' };
    const original = await unit.attempt('reading the remediation policy', 'DG-16', () => does.readPolicy(on));
    const { baseImage, target } = step;
    const message = `vTA Conductor, run ${context.runId}`;
    const { commit } = await unit.work(
      committing(step.cluster.name),
      {
        what: 'commit of the image',
        rule: 'IMG-2',
        call: () => does.startCommit({ ...on, baseImage, target, message }),
      },
      (started, patience) => awaits.awaitCommit({ ...on, ...started, target, patience }),
    );
    unit.story.tell('cluster.prepared', step.cluster.name, `${step.cluster.name}: commit ${commit} frozen`, {
      data: { commit, baseImage },
    });
    return { commit, original };
  } catch (error) {
    if (!(error instanceof Aborted)) throw error;
    return undefined;
  }
}

/** Quick Boot as planned for the hosts that come: off for the test host, whatever the cluster's setting. @rule QB-5, DG-6 */
export async function setPolicy(
  context: UnitContext,
  unit: Unit,
  step: ClusterStep,
  boot: 'full' | 'quick',
  original: ApplyPolicy,
): Promise<void> {
  const { does } = onEither(context.queue, context.timeScale);
  await unit.attempt('writing the remediation policy', 'QB-5', () =>
    does.writePlannedPolicy({
      vcenter: context.vcenter,
      cluster: step.cluster,
      original,
      planned: {
        quickBoot: boot === 'quick',
        keepsAdmissionControl: step.disablesAdmissionControl !== true,
      },
    }),
  );
}

/** On success, failure and abort alike. @rule DG-16 */
export async function restore(
  context: UnitContext,
  unit: Unit,
  step: ClusterStep,
  original: ApplyPolicy | undefined,
): Promise<void> {
  if (original === undefined) return;
  const { does } = onEither(context.queue, context.timeScale);
  await unit.insist('putting the remediation policy back', 'DG-16', () =>
    does.restorePolicy({ vcenter: context.vcenter, cluster: step.cluster, original }),
  );
}
