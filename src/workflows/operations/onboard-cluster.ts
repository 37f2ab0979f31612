import { ledgerFromInventory } from '../../domain/attestation/index.js';
import type { ClusterRef, EsxCluster, LedgerRow } from '../../domain/model/inventory.js';
import type { WhyNot } from '../../domain/model/waiting.js';
import { TRUST_GATE, type OperationEnd } from '../../domain/operations/index.js';
import { onTrusted, records } from '../activity-proxies.js';
import { keep } from '../archive.js';
import type { RunContext } from '../context.js';
import { unitContextOf } from '../estate-context.js';
import type { Step } from '../step.js';
import { bootEach } from './full-boots.js';
import type { OperationInput } from './input.js';
import { operate, OperationEnds } from './operate.js';
import { withQuickBootOff } from './quick-boot-off.js';

const KINDS = ['attestation', 'kms'] as const;

/**
 * A regular cluster joins the estate: quick-booted hosts boot fully first, then, behind a gate, the services of the
 * Trust Authority are bound to it and its hosts remediated; it is called trusted when every host is attested.
 *
 * @rule QB-9, QB-5, INV-1, DG-2, DG-16, BAK-3
 */
export async function onboardCluster(input: OperationInput): Promise<OperationEnd> {
  return operate(input, 'onboard-cluster', async (operation, { details }) => {
    const { cluster, authorityCluster, authority, boots, hosts, hasPolicy } = details;
    const { estate, unit } = operation;
    const context = unitContextOf({ ...input.context, estate, acceptedUnattested: [] }, cluster.vcenter);
    const { does, awaits } = onTrusted(context.queue, context.timeScale);
    const on = { vcenter: context.vcenter, cluster };

    const boot = (switchOff: () => Promise<void>) => bootEach(operation, context, boots, switchOff);
    const booted = hasPolicy
      ? await withQuickBootOff(operation, context, cluster, boot)
      : await boot(async () => undefined);
    if (booted < boots.length) {
      const text = `${cluster.name} stays a regular cluster: ${boots.length - booted} of its hosts have not booted fully`;
      throw new OperationEnds('failed', text);
    }

    await operation.gate(TRUST_GATE, [
      `${hosts.length} hosts of ${cluster.name} on ${cluster.vcenter}: each runs what it booted fully on, and that is trusted`,
      'the attestation and key provider services of the Trust Authority are bound to the cluster, and its hosts remediated where they differ',
      'approve = it becomes a trusted cluster; reject = it stays a regular one',
    ]);
    await operation.step('bind', async () => {
      for (const kind of KINDS) {
        const binding = { ...on, kind, authorityCluster };
        await unit.work(
          step('bind', cluster.name, `${kind} services are bound`, 'the services bound'),
          { what: `binding of the ${kind} services`, rule: 'QB-9', call: () => does.startBinding(binding) },
          (started, patience) => awaits.awaitBinding({ ...binding, ...started, patience }),
        );
      }
    });
    await operation.step('remediate', () =>
      unit.work(
        step('remediate', cluster.name, 'its hosts get the vTA configuration', 'applied configuration OK'),
        { what: 'remediation of the cluster', rule: 'QB-9', call: () => does.startTrustRemediation(on) },
        (started, patience) => awaits.awaitTrustRemediation({ ...on, ...started, patience }),
      ),
    );
    await operation.step('attest', async () => {
      const look = async (): Promise<EsxCluster> => does.readCluster(on);
      let seen: EsxCluster | undefined;
      await unit.untilClear(async () => whyNotAttested((seen = await look())), 'inHand');
      const ledger: LedgerRow[] = [];
      for (const host of seen?.hosts ?? []) {
        const { vcenter, moid } = host.ref;
        const known = await records.readHostLedgerRow({ estate: estate.name, vcenter, moid });
        ledger.push(ledgerFromInventory(host, known ?? undefined, new Date().toISOString()));
      }
      unit.story.tell('cluster.trusted', cluster.name, `every host of ${cluster.name} is attested`, {
        ledger,
      });
    });
    // A plan of an earlier release does not say which cluster is archived.
    if (authority !== undefined) {
      await operation.step('archive', () => keep(unit, including(operation.context, cluster), authority));
    }
    operation.debt({
      kind: 'cluster-unregistered',
      subject: cluster.name,
      rule: 'DG-10',
      text: `Add "- name: ${cluster.name}" to the clusters of ${cluster.vcenter} in the estate file, then register it: vta estate add FILE. Until then upgrades leave the cluster out.`,
    });
    return `${cluster.name} is a trusted cluster: ${hosts.length} hosts are attested`;
  });
}

/** The estate file does not name the cluster yet; its bindings are archived all the same. @rule BAK-3 */
function including(context: RunContext, cluster: ClusterRef): RunContext {
  const trusted = context.trusted.map((side) =>
    side.vcenter.name === cluster.vcenter ? { ...side, clusters: [...side.clusters, cluster.name] } : side,
  );
  return { ...context, trusted };
}

const step = (name: string, subject: string, have: string, need: string): Step => ({
  name,
  kind: 'remediateConfiguration',
  waiting: { kind: 'remediation', subject, have, need, rule: 'QB-9', youMay: [] },
});

/** @rule INV-1, DG-14 */
function whyNotAttested({ ref, hosts }: EsxCluster): WhyNot | null {
  const missing = hosts.filter(({ attestation }) => attestation.status !== 'attested');
  if (missing.length === 0) return null;
  const names = missing.map((host) => host.ref.name).join(', ');
  const messages = missing.flatMap(({ attestation }) => attestation.services.flatMap((one) => one.messages));
  return {
    kind: 'attestation',
    subject: ref.name,
    have: `not attested: ${names}${messages.length === 0 ? '' : ` (${[...new Set(messages)].join('; ')})`}`,
    need: 'every host attested by at least 1 TA host',
    rule: 'INV-1',
    youMay: [
      { who: 'administrator', what: 'read kmxa.log on the host, attestd.log and kmxd.log on the TA hosts' },
      {
        who: 'Trust Authority administrator',
        what: 'see that the TPMs of these hosts are trusted: their CA, or their endorsement keys',
      },
    ],
  };
}
