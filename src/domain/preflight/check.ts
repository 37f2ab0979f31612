import type { Estate, Zone } from '../model/estate.js';
import type { Finding, Severity } from '../model/finding.js';
import type { EsxCluster, EsxHost, EstateInventory, LedgerRow, VCenterFacts } from '../model/inventory.js';
import type { UpgradeRequest } from '../model/plan.js';
import type { EsxVersion } from '../model/version.js';
import { dueHosts } from '../planning/left-out.js';
import { coversCluster } from '../planning/scope.js';
import { parseEsxVersion } from '../versions/index.js';

/** What preflight is given. */
export interface PreflightInput {
  readonly estate: Estate;
  readonly inventory: EstateInventory;
  readonly request: UpgradeRequest;
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
  /** Hosts of the cluster that get a step. */
  readonly dueOf: (cluster: EsxCluster) => EsxHost[];
}

/** One check: plain data in, findings out; an empty answer means nothing to say. */
export type PreflightCheck = (context: PreflightContext) => Finding[];

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
    trustedVersions: authority.facts.images
      .filter(({ health }) => health === 'OK')
      .map(({ version }) => version),
    dueOf: (cluster) =>
      target !== undefined && coversCluster(input.request, cluster) ? dueHosts(cluster, target) : [],
    rowOf: ({ ref }) => rows.get(`${ref.vcenter}/${ref.moid}`),
  };
}

/** Names a check once and builds its findings. */
export function checkNamed(rule: string, check: string) {
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
