import { contradictions, hostDebts, isInDebt, ledgerFromInventory } from '../../attestation/index.js';
import { by } from '../../compare.js';
import type { ClusterRef, EsxCluster, EsxHost, EstateInventory, LedgerRow } from '../../model/inventory.js';
import type { HostStep } from '../../model/plan.js';
import { fullBootStep, whyNoFullBoot } from '../../planning/full-boot.js';
import { gateIds } from '../../planning/gates.js';
import type { OperationFacts } from '../facts.js';
import type { EvidenceTable, OperationDraft, OperationRequest } from '../model.js';
import { debtFindings } from './findings.js';

export interface ClearQuickBootDebt {
  /** `vcenter` only where several trusted vCenters have a cluster of that name. */
  readonly parameters: { readonly cluster: string; readonly vcenter?: string };
  readonly details: {
    readonly cluster: ClusterRef;
    /** False = baselines manage it: there is no policy that could be changed. */
    readonly hasPolicy: boolean;
    /** One after another, in this order. */
    readonly hosts: readonly HostStep[];
    /** Hosts whose missing attestation approving the plan accepts (DG-7). */
    readonly acceptedUnattested: readonly string[];
  };
}

/** A host of the cluster with what the ledger knows of it. */
export interface Indebted {
  readonly host: EsxHost;
  readonly row: LedgerRow;
  /** Why it gets no step; absent = it gets one. */
  readonly leftOut?: string;
}

/**
 * Full boots of the indebted hosts of one trusted cluster, one host at a time, with Quick Boot switched off for it and
 * restored afterwards.
 *
 * @rule QB-4, QB-5, DG-2, DG-8, DG-9, DG-16
 */
export function planClearQuickBootDebt(
  { estate, inventory, now }: OperationFacts,
  { parameters }: OperationRequest<'clear-quick-boot-debt'>,
): OperationDraft<'clear-quick-boot-debt'> {
  const found = clustersNamed(inventory, parameters);
  const [cluster] = found;
  const indebted = cluster === undefined ? [] : indebtedHosts(cluster, inventory, now);
  const findings = debtFindings({ estate, inventory, parameters, found, indebted });
  if (cluster === undefined || found.length > 1) {
    const ref: ClusterRef = { vcenter: parameters.vcenter ?? '', moid: '', name: parameters.cluster };
    const details = { cluster: ref, hasPolicy: false, hosts: [], acceptedUnattested: [] };
    return { subject: parameters.cluster, steps: [], tables: [], gates: [], findings, details };
  }
  const hosts = indebted
    .filter(({ leftOut }) => leftOut === undefined)
    .map(({ host, row }, index) => fullBootStep(host, row, index + 1));
  const { name } = cluster.ref;
  const hasPolicy = cluster.policy !== undefined;
  const accepted = findings.filter(
    ({ check, severity }) => check === 'host-unattested' && severity === 'warning',
  );
  return {
    subject: name,
    steps: [
      ...(hasPolicy
        ? [{ id: 'quick-boot-off', subject: name, title: `switch Quick Boot off for ${name}`, rule: 'QB-5' }]
        : []),
      ...hosts.map(({ host, target }) => ({
        id: rebootStep(host),
        subject: host.name,
        title: `boot ${host.name} fully on ${target}: evacuate, reboot, prove the boot, attest`,
        rule: 'QB-5',
      })),
      ...(hasPolicy
        ? [
            {
              id: 'restore-policy',
              subject: name,
              title: `put the remediation policy of ${name} back`,
              rule: 'DG-16',
            },
          ]
        : []),
    ],
    tables: [debtTable(inventory, indebted)],
    gates: [
      {
        id: gateIds.begin,
        kind: 'begin',
        title: `Boot ${hosts.length} host${hosts.length === 1 ? '' : 's'} of ${name} fully, one at a time`,
        rule: 'DG-2',
      },
    ],
    findings,
    details: {
      cluster: cluster.ref,
      hasPolicy,
      hosts,
      acceptedUnattested: accepted.map(({ subject }) => subject),
    },
  };
}

/** ID of a host's step in the plan. */
export function rebootStep({ name }: { readonly name: string }): string {
  return `reboot/${name}`;
}

function clustersNamed(
  { trusted }: EstateInventory,
  { cluster, vcenter }: ClearQuickBootDebt['parameters'],
): readonly EsxCluster[] {
  return trusted
    .flatMap(({ clusters }) => clusters)
    .filter(({ ref }) => ref.name === cluster && (vcenter === undefined || ref.vcenter === vcenter));
}

/** What the records know, brought up to date by what was just read. @rule DG-3, DG-14 */
function indebtedHosts(cluster: EsxCluster, { ledger }: EstateInventory, now: string): readonly Indebted[] {
  return cluster.hosts
    .toSorted(by(({ ref }) => ref.name))
    .map((host) => {
      const known = ledger.find(
        ({ host: { vcenter, moid } }) => vcenter === host.ref.vcenter && moid === host.ref.moid,
      );
      return { host, row: known ?? ledgerFromInventory(host, undefined, now) };
    })
    .filter(({ row }) => isInDebt(row))
    .map((indebted) => {
      const leftOut = whyNoFullBoot(indebted.host);
      return leftOut === undefined ? indebted : { ...indebted, leftOut };
    });
}

/** @rule QB-3, QB-4, DG-3, DG-14 */
function debtTable(inventory: EstateInventory, indebted: readonly Indebted[]): EvidenceTable {
  const debts = hostDebts(
    indebted.map(({ row }) => row),
    inventory.authority.facts.images,
  );
  return {
    title: 'Hosts that owe a full boot',
    columns: ['Host', 'Installed', 'Measured', 'Since', 'Last boot', 'Keeps from removal', 'Now'],
    rows: debts.map(({ host, installed, measured, since, boot, keeps }) => {
      const said = contradictions(boot);
      return [
        host.name,
        installed ?? 'unknown',
        measured ?? 'unknown',
        since,
        said.length === 0 ? boot.type : `unknown, sources contradict: ${said.join('; ')}`,
        keeps.join(', '),
        indebted.find(({ row }) => row.host === host)?.leftOut ?? 'boots fully',
      ];
    }),
  };
}
