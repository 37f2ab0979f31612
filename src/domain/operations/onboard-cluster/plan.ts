import { isInDebt, ledgerFromInventory } from '../../attestation/index.js';
import { by } from '../../compare.js';
import type { ClusterRef, EsxHost, LedgerRow } from '../../model/inventory.js';
import type { HostStep } from '../../model/plan.js';
import { fullBootStep } from '../../planning/full-boot.js';
import { gateIds } from '../../planning/gates.js';
import { rebootStep } from '../clear-quick-boot-debt/plan.js';
import type { OperationFacts } from '../facts.js';
import type { EvidenceTable, OperationDraft, OperationRequest } from '../model.js';
import type { Candidate } from './candidate.js';
import { candidateFindings, whyNoCandidate } from './findings.js';

export interface OnboardCluster {
  readonly parameters: { readonly cluster: string; readonly vcenter: string };
  readonly details: {
    readonly cluster: ClusterRef;
    /** Identifier of the Trust Authority Cluster as the trusted vCenter knows it. */
    readonly authorityCluster: string;
    /** The Trust Authority Cluster itself, to be archived afterwards; absent in plans of earlier releases. */
    readonly authority?: ClusterRef;
    /** False = baselines manage it: there is no policy that could be changed. */
    readonly hasPolicy: boolean;
    /** Full boots, one after another, before anything is bound. */
    readonly boots: readonly HostStep[];
    /** Every host of the cluster: each must be attested in the end. */
    readonly hosts: readonly EsxHost['ref'][];
  };
}

/** The gate before the cluster is made a trusted one. */
export const TRUST_GATE = 'trust-cluster';

/** A host of the cluster, and what it attests with as far as anybody knows. */
export interface Joining {
  readonly host: EsxHost;
  readonly row: LedgerRow;
  /** Its last full boot was on another version than it runs, or nobody knows: it boots fully first. */
  readonly bootsFirst: boolean;
}

/**
 * A regular cluster becomes a trusted one: full boots of its quick-booted hosts first, then the services of the Trust
 * Authority, remediation, and the attestation of every host before it is called trusted.
 *
 * @rule QB-9, QB-5, IMG-1, INV-1, DG-2
 */
export function planOnboardCluster(
  facts: OperationFacts,
  { parameters }: OperationRequest<'onboard-cluster'>,
): OperationDraft<'onboard-cluster'> {
  const candidate = facts.extras['candidate'] as Candidate | undefined;
  const refused = whyNoCandidate(facts, parameters, candidate);
  if (candidate === undefined || refused.length > 0) return nothing(parameters, refused);
  const { cluster, trust } = candidate;
  const { name } = cluster.ref;
  const joining = hostsJoining(candidate, facts);
  const hasPolicy = cluster.policy !== undefined;
  const boots = joining
    .filter(({ bootsFirst }) => bootsFirst)
    .map(({ host, row }, index): HostStep => ({ ...fullBootStep(host, row, index + 1), isRegular: true }));
  const [authorityCluster = ''] = trust.attestationServices.map((service) => service.authorityCluster);
  const withPolicy = hasPolicy && boots.length > 0;
  return {
    subject: name,
    steps: [
      ...(withPolicy
        ? [{ id: 'quick-boot-off', subject: name, title: `switch Quick Boot off for ${name}`, rule: 'QB-5' }]
        : []),
      ...boots.map(({ host, target }) => ({
        id: rebootStep(host),
        subject: host.name,
        title: `boot ${host.name} fully on ${target}, so that it can attest`,
        rule: 'QB-9',
      })),
      ...(withPolicy
        ? [
            {
              id: 'restore-policy',
              subject: name,
              title: `put the remediation policy of ${name} back`,
              rule: 'DG-16',
            },
          ]
        : []),
      {
        id: 'bind',
        subject: name,
        title: `bind the attestation and key provider services to ${name}`,
        rule: 'QB-9',
      },
      { id: 'remediate', subject: name, title: `remediate ${name} where its hosts differ`, rule: 'QB-9' },
      { id: 'attest', subject: name, title: `wait until every host of ${name} is attested`, rule: 'INV-1' },
      {
        id: 'archive',
        subject: name,
        title: 'archive the vTA configuration of both sides as it is then',
        rule: 'BAK-3',
      },
    ],
    tables: [hostTable(joining, candidate)],
    gates: [
      {
        id: gateIds.begin,
        kind: 'begin',
        title:
          boots.length === 0
            ? `Make ${name} a trusted cluster; no host has to boot for it`
            : `Boot ${boots.length} hosts of ${name} fully, one at a time, then make it a trusted cluster`,
        rule: 'DG-2',
      },
      { id: TRUST_GATE, kind: 'begin', title: `${name} becomes a trusted cluster`, rule: 'DG-2' },
    ],
    findings: candidateFindings(candidate, facts, joining),
    details: {
      cluster: cluster.ref,
      authorityCluster,
      authority: facts.inventory.authority.facts.cluster,
      hasPolicy: withPolicy,
      boots,
      hosts: joining.map(({ host }) => host.ref),
    },
  };
}

function nothing(
  { cluster, vcenter }: OnboardCluster['parameters'],
  findings: OperationDraft['findings'],
): OperationDraft<'onboard-cluster'> {
  const ref: ClusterRef = { vcenter, moid: '', name: cluster };
  const details = { cluster: ref, authorityCluster: '', hasPolicy: false, boots: [], hosts: [] };
  return { subject: cluster, steps: [], tables: [], gates: [], findings, details };
}

/** @rule QB-9, DG-14 */
function hostsJoining({ cluster }: Candidate, { inventory, now }: OperationFacts): readonly Joining[] {
  return cluster.hosts.toSorted(by(({ ref }) => ref.name)).map((host) => {
    const known = inventory.ledger.find(
      ({ host: { vcenter, moid } }) => vcenter === host.ref.vcenter && moid === host.ref.moid,
    );
    const row = ledgerFromInventory(host, known, now);
    return { host, row, bootsFirst: isInDebt(row) };
  });
}

function hostTable(joining: readonly Joining[], { platforms }: Candidate): EvidenceTable {
  return {
    title: 'Hosts that become trusted hosts',
    columns: ['Host', 'Runs', 'Attests with', 'Last boot', 'TPM and Secure Boot', 'Before'],
    rows: joining.map(({ host, row, bootsFirst }) => [
      host.ref.name,
      row.installed ?? 'unknown',
      row.measured ?? 'unknown',
      row.boot.type,
      platforms[host.ref.moid]?.tpmAttestation ?? 'not told',
      bootsFirst ? 'boots fully' : 'nothing',
    ]),
  };
}
