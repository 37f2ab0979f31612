import { trustedVersions } from '../attestation/index.js';
import type { EncryptedVmsOf } from '../leaving/index.js';
import type { Estate, Zone } from '../model/estate.js';
import type { Finding, Severity } from '../model/finding.js';
import type { EsxCluster, EsxHost, EstateInventory, LedgerRow, VCenterFacts } from '../model/inventory.js';
import type { UpgradeRequest } from '../model/plan.js';
import type { Readiness } from '../model/readiness.js';
import type { EsxVersion } from '../model/version.js';
import type { Waiver } from '../model/waiver.js';
import { dueHosts } from '../planning/left-out.js';
import { coversCluster } from '../planning/scope.js';
import { parseEsxVersion } from '../versions/index.js';

/** What preflight is given. */
export interface PreflightInput {
  readonly estate: Estate;
  readonly inventory: EstateInventory;
  readonly request: UpgradeRequest;
  /** Waivers of the estate, expired ones too; absent = none. */
  readonly waivers?: readonly Waiver[];
  /** Read only where the target has no vTA: for the exit plan. */
  readonly encryptedVms?: readonly EncryptedVmsOf[];
}

/** The input with what nearly every check needs of it. */
export interface PreflightContext extends PreflightInput {
  /** Canonical target of the hosts; absent when the request is no version, which is a finding of its own. */
  readonly target?: EsxVersion;
  readonly vcenters: readonly VCenterFacts[];
  readonly clusters: readonly EsxCluster[];
  readonly trustedClusters: readonly EsxCluster[];
  readonly trustedHosts: readonly EsxHost[];
  /** Versions of the base images with health OK. */
  readonly trustedVersions: readonly EsxVersion[];
  readonly rowOf: (host: EsxHost) => LedgerRow | undefined;
  /** Every vCenter with its clusters and what was looked at for this plan; the authority's first. */
  readonly sides: readonly PreflightSide[];
  /** Hosts of the cluster that get a step. */
  readonly dueOf: (cluster: EsxCluster) => EsxHost[];
}

export interface PreflightSide {
  readonly vcenter: VCenterFacts;
  readonly clusters: readonly EsxCluster[];
  /** Absent parts could not be read; the check `readiness-unread` says so once. */
  readonly readiness: Partial<Readiness>;
}

/** What people read about a check before it finds anything. */
export interface CheckAbout {
  /** Stable name, also in each of its findings and in waivers. */
  readonly id: string;
  /** The rule that most of its findings name. */
  readonly rule: string;
  /** One sentence: what holds when it has nothing to say. */
  readonly looksAt: string;
  /** How much its findings may weigh. */
  readonly severities: readonly Severity[];
  /** One sentence: what is done about them; each finding says it for its subject. */
  readonly remedy: string;
  /** A person may take the responsibility for a blocker of it. Never for a rule that keeps VMs from being locked out. */
  readonly waivable?: true;
}

/** One check: plain data in, findings out; an empty answer means nothing to say. */
export interface PreflightCheck extends CheckAbout {
  readonly run: (context: PreflightContext) => Finding[];
}

export function contextOf(input: PreflightInput): PreflightContext {
  const { authority, trusted, ledger } = input.inventory;
  const trustedClusters = trusted.flatMap(({ clusters }) => clusters);
  const target = parseEsxVersion(input.request.esxVersion ?? '');
  const rows = new Map(ledger.map((row) => [`${row.host.vcenter}/${row.host.moid}`, row]));
  return {
    ...input,
    ...(target !== undefined && { target }),
    vcenters: [authority.vcenter, ...trusted.map(({ vcenter }) => vcenter)],
    clusters: [authority.cluster, ...trustedClusters],
    trustedClusters,
    trustedHosts: trustedClusters.flatMap(({ hosts }) => hosts),
    trustedVersions: trustedVersions(authority.facts),
    sides: [
      {
        vcenter: authority.vcenter,
        clusters: [authority.cluster],
        readiness: authority.readiness ?? {},
      },
      ...trusted.map(({ vcenter, clusters, readiness = {} }) => ({ vcenter, clusters, readiness })),
    ],
    dueOf: (cluster) =>
      target !== undefined && coversCluster(input.request, cluster) ? dueHosts(cluster, target) : [],
    rowOf: ({ ref }) => rows.get(`${ref.vcenter}/${ref.moid}`),
  };
}

/** Says what a check is, once, and builds its findings. */
export function checkNamed(about: CheckAbout) {
  return {
    ...findingsOf(about.rule, about.id),
    check: (run: PreflightCheck['run']): PreflightCheck => ({ ...about, run }),
  };
}

/** Builders of findings under one name. */
export function findingsOf(rule: string, check: string) {
  const build =
    (severity: Severity) =>
    (subject: string, message: string, remedy: string, otherRule: string = rule): Finding => ({
      rule: otherRule,
      check,
      subject,
      severity,
      message,
      remedy,
    });
  return { blocker: build('blocker'), warning: build('warning'), info: build('info') };
}

/** The rule that verifies a vCenter of this side. */
export function vcenterRule(zone: Zone): 'ORD-2' | 'ORD-4' {
  return zone === 'authority' ? 'ORD-2' : 'ORD-4';
}

export function isInService(host: EsxHost): boolean {
  return host.connection === 'connected' && host.inMaintenance === false;
}

/** `1 host`, `3 hosts`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** Mebibytes in words. */
export const gib = (mib: number): string => `${Math.round(mib / 102.4) / 10} GiB`;

/** At most five names, in order, and how many more there are. */
export function nameSome(names: readonly string[]): string {
  const shown = names.toSorted().slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
