import type { ClusterRef } from '../../domain/model/inventory.js';
import { gateIds } from '../../domain/planning/gates.js';
import { onTrusted } from '../activity-proxies.js';
import type { UnitContext } from '../context.js';
import type { Step } from '../step.js';
import { Aborted, type Unit } from '../unit.js';

const remediating = ({ name }: ClusterRef): Step => ({
  name: 'trust-remediation',
  kind: 'remediateConfiguration',
  waiting: {
    kind: 'remediation',
    subject: name,
    have: 'the applied vTA configuration differs from the desired one',
    need: 'applied configuration OK',
    rule: 'ORD-4',
    youMay: [
      { who: 'vSphere administrator', what: 'or remediate it by hand: Set-TrustedCluster -Remediate' },
    ],
  },
});

/**
 * Trusted clusters whose hosts run something else than what is bound to them are remediated when somebody approves, one
 * after another, and are waited for until their health is OK. @rule ORD-4, DG-13, DG-2
 */
export async function remediateTrust(
  context: UnitContext,
  unit: Unit,
  diverged: readonly ClusterRef[],
): Promise<void> {
  const { vcenter, queue, timeScale } = context;
  const { does, awaits } = onTrusted(queue, timeScale);
  for (const cluster of diverged) {
    const approved = await unit.gate(gateIds.remediateTrust(cluster), [
      `the applied vTA configuration of ${cluster.name} is ERROR: its hosts run something else than what is bound to it`,
      'remediation makes all its hosts equal to the services imported from the Trust Authority Cluster',
      'look at what differs first: Get-TrustedClusterAppliedStatus; reject to end the run here',
    ]);
    if (!approved) throw new Aborted();
    await unit.work(
      remediating(cluster),
      {
        what: 'remediation of the trusted cluster',
        rule: 'ORD-4',
        call: () => does.startTrustRemediation({ vcenter, cluster }),
      },
      (started, patience) => awaits.awaitTrustRemediation({ vcenter, cluster, ...started, patience }),
    );
    unit.story.tell(
      'trust.remediated',
      cluster.name,
      `${cluster.name} runs the vTA configuration bound to it`,
    );
  }
}
