import { ledgerFromInventory } from '../../attestation/index.js';
import type { Finding } from '../../model/finding.js';
import type { BaseImage, ClusterRef, EsxHost, HostRef, LedgerRow } from '../../model/inventory.js';
import type { EsxVersion } from '../../model/version.js';
import { gateIds } from '../../planning/gates.js';
import {
  diagnose,
  type Diagnosis,
  imageFileProblems,
  waysOut,
  type RepairWay,
  type SuppliedFile,
  type WayOut,
} from '../../repairing/index.js';
import type { OperationFacts } from '../facts.js';
import type { OperationDraft, OperationRequest, OperationStep } from '../model.js';
import { absentTaHosts, impact, noHost, noWay, whyNotRepair, withoutVta } from './findings.js';
import { repairTables } from './tables.js';

export interface RepairBaseImage {
  readonly parameters: {
    /** Name of the trusted host that does not attest. */
    readonly host: string;
    /** SHA-256 of an image database that was handed in; it is used then. */
    readonly fileHash?: string;
    /** Absent = the first that there is: the file handed in, a fresh export, the archive. */
    readonly way?: RepairWay;
  };
  readonly details: {
    readonly host: HostRef;
    readonly version: EsxVersion;
    readonly authority: ClusterRef;
    readonly taHosts: readonly string[];
    readonly source:
      | { readonly way: 'export'; readonly from: HostRef }
      | { readonly way: 'archive' | 'file'; readonly hash: string; readonly bytes: number };
  };
}

type Draft = OperationDraft<'repair-base-image'>;

/**
 * A trusted host that does not attest because the Trust Authority Cluster does not know its version: where the file
 * comes from, its import, and the host seen attested. Anything else that keeps it from attesting is told and left alone.
 *
 * @rule ATT-1, ATT-2, ATT-3, FIX-1, FIX-2, QB-10, DG-1, DG-2
 */
export function planRepairBaseImage(
  facts: OperationFacts,
  { parameters }: OperationRequest<'repair-base-image'>,
): Draft {
  const { inventory } = facts;
  const hosts = trustedHosts(facts);
  const named = hosts.filter(({ ref }) => ref.name === parameters.host);
  const [host] = named;
  if (host === undefined || named.length > 1)
    return refused(facts, parameters.host, noHost(facts, parameters.host, hosts));
  const row = ledgerRowOf(facts, host);
  const found = diagnose(host, row, inventory.authority.facts.images);
  const tables = repairTables(facts, { host, row, found, hosts });
  const file = facts.extras['file'] as (SuppliedFile & { readonly bytes: number }) | undefined;
  const missing = missingOf(found, file, inventory.authority.facts.images);
  if (missing === undefined || !('text' in found)) {
    return { ...refused(facts, host.ref.name, whyNotRepair(host, found)), tables: tables.seen };
  }
  const leaving = withoutVta(missing);
  if (leaving.length > 0) return { ...refused(facts, host.ref.name, leaving), tables: tables.seen };
  const { text } = found;
  const ways = waysOut(missing, {
    hosts,
    archived: facts.archivedImages.map(({ version }) => version),
    hasFile: parameters.fileHash !== undefined,
  });
  const chosen = ways.find(
    (way) => way.isOffered && (parameters.way === undefined || way.way === parameters.way),
  );
  const source = chosen && sourceOf(chosen, missing, facts, parameters.fileHash, file?.bytes ?? 0);
  const fileFindings = parameters.fileHash === undefined ? [] : imageFileProblems(file ?? UNREAD, missing);
  const details = source && {
    host: host.ref,
    version: missing,
    authority: inventory.authority.cluster.ref,
    taHosts: inventory.authority.cluster.hosts.map(({ ref }) => ref.name),
    source,
  };
  const blocked = [...fileFindings, ...(details === undefined ? [noWay(missing, parameters.way, ways)] : [])];
  if (details === undefined || blocked.length > 0) {
    return { ...refused(facts, host.ref.name, blocked), tables: [...tables.seen, tables.ways(ways)] };
  }
  return {
    subject: host.ref.name,
    steps: stepsOf(host.ref, missing, chosen),
    tables: [...tables.seen, tables.ways(ways)],
    gates: [
      {
        id: gateIds.trustImage(missing),
        kind: 'trust-image',
        title: `Trust base image ${missing} in the Trust Authority Cluster`,
        rule: 'DG-2',
      },
    ],
    findings: [impact(host.ref.name, text), ...absentTaHosts(facts)],
    details,
  };
}

/** With an unknown measured version the file says which one is meant, if the cluster does not know that yet. @rule QB-10 */
function missingOf(
  found: Diagnosis,
  file: SuppliedFile | undefined,
  images: readonly BaseImage[],
): EsxVersion | undefined {
  if (found.state === 'base-image-missing') return found.missing;
  const [version, ...others] = file?.versions ?? [];
  const isNew = version !== undefined && others.length === 0 && images.every((it) => it.version !== version);
  return found.state === 'measured-unknown' && isNew ? version : undefined;
}

const UNREAD: SuppliedFile = { problem: 'it was not read', isArchive: false, versions: [] };

export const trustedHosts = ({ inventory }: OperationFacts): EsxHost[] =>
  inventory.trusted.flatMap(({ clusters }) => clusters.flatMap(({ hosts }) => hosts));

/** The ledger's row continued by what was just read. */
export const ledgerRowOf = ({ inventory }: OperationFacts, host: EsxHost): LedgerRow =>
  ledgerFromInventory(
    host,
    inventory.ledger.find((row) => row.host.moid === host.ref.moid && row.host.vcenter === host.ref.vcenter),
    inventory.readAt,
  );

function sourceOf(
  way: WayOut,
  missing: EsxVersion,
  { archivedImages }: OperationFacts,
  fileHash: string | undefined,
  bytes: number,
): RepairBaseImage['details']['source'] | undefined {
  if (!way.isOffered) return undefined;
  if (way.way === 'export') return way.source && { way: 'export', from: way.source.ref };
  if (way.way === 'file') return fileHash === undefined ? undefined : { way: 'file', hash: fileHash, bytes };
  const kept = archivedImages.find(({ version }) => version === missing);
  return kept && { way: 'archive', hash: kept.hash, bytes: kept.bytes };
}

function stepsOf({ name }: HostRef, version: EsxVersion, way: WayOut | undefined): OperationStep[] {
  return [
    {
      id: 'messages',
      subject: name,
      title: `collect failed tasks, events and attestation messages of ${name}`,
      rule: 'ATT-4',
    },
    { id: 'file', subject: version, title: `take ${way?.text ?? `the file of ${version}`}`, rule: 'FIX-1' },
    {
      id: 'import',
      subject: version,
      title: `import ${version} into the Trust Authority Cluster`,
      rule: 'FIX-2',
    },
    { id: 'attested', subject: name, title: `wait until ${name} is seen attested`, rule: 'ATT-2' },
  ];
}

function refused({ inventory }: OperationFacts, subject: string, findings: readonly Finding[]): Draft {
  const { ref } = inventory.authority.cluster;
  return {
    subject,
    steps: [],
    tables: [],
    gates: [],
    findings,
    details: {
      host: { vcenter: '', moid: '', name: subject },
      version: '',
      authority: ref,
      taHosts: [],
      source: { way: 'file', hash: '', bytes: 0 },
    },
  };
}
