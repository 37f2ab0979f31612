import { hashPlan, planHashInput } from '../domain/canonical-json.js';
import type { EncryptedVm, EncryptedVmsOf } from '../domain/leaving/index.js';
import type { Estate } from '../domain/model/estate.js';
import type { AuthorityFacts, EstateInventory, TrustLink } from '../domain/model/inventory.js';
import type {
  ClusterStep,
  TierKind,
  UpgradePlan,
  UpgradeRequest,
  VCenterStep,
} from '../domain/model/plan.js';
import type { RunStatus } from '../domain/model/run.js';
import type { EsxVersion } from '../domain/model/version.js';
import { checkPlan } from '../domain/plan-check/index.js';
import { acceptedUnattested } from '../domain/preflight/index.js';
import { buildPlan } from '../domain/planning/index.js';
import { beginStatus } from '../domain/progress/index.js';
import type { BlobStorePort } from '../ports/records.js';
import type { RecordsDependencies } from './dependencies.js';
import { getJson, sha256 } from './json-blobs.js';
import { loadPlan } from './stored-plan.js';

/** What the estate's workflow needs of a plan: no hosts, they stay in the store. */
export interface PlanOutline {
  readonly authorityVCenters: readonly VCenterStep[];
  readonly trustedVCenters: readonly VCenterStep[];
  readonly authorityClusters: readonly ClusterOutline[];
  readonly trustedClusters: readonly ClusterOutline[];
  readonly status: RunStatus;
  readonly acceptedUnattested: readonly string[];
  /** Lines for the people at the first gate. */
  readonly summary: readonly string[];
}

export type ClusterOutline = Pick<ClusterStep, 'cluster' | 'role' | 'target' | 'vsan'> & {
  readonly hostCount: number;
};

/** What tiers 1 and 3 are compared with afterwards (DG-13). */
export interface BeforeUpgrade {
  readonly authority: AuthorityFacts;
  readonly links: readonly TrustLink[];
  /** Listed versions without a file when the plan was made: approving it accepted the gap (DG-11). */
  readonly withoutFile?: readonly EsxVersion[];
}

/** Planning and the reading of plans; runs where the records are. */
export function createPlanningActivities({ records, blobs, durations }: RecordsDependencies) {
  return {
    /** Preflight, plan, independent check; stores the plan under its own hash. */
    async makePlan(input: {
      estate: Estate;
      estateHash: string;
      inventoryHash: string;
      request: UpgradeRequest;
      requestedBy: string;
      /** By trusted vCenter; no hash = they could not be read. Only where the target has no vTA. */
      encryptedVms?: readonly { vcenter: string; hash?: string }[];
    }): Promise<{ planHash: string; blockers: number; warnings: number }> {
      const inventory = await getJson<EstateInventory>(blobs, input.inventoryHash);
      const { estate, estateHash, request } = input;
      const plan = buildPlan({
        estate,
        estateHash,
        inventory,
        request,
        waivers: await records.listWaivers(estate.name),
        ...(durations === undefined ? {} : { durations }),
        ...(input.encryptedVms && { encryptedVms: await encryptedVmsIn(blobs, input.encryptedVms) }),
      });
      const planHash = hashPlan(plan, sha256);
      // The store's key is the hash of these very bytes, so the plan hash can be checked on every read.
      await blobs.put(new TextEncoder().encode(planHashInput(plan)));
      const findings = [...plan.findings, ...checkPlan(plan, inventory, estate)];
      const count = (severity: string): number => findings.filter((f) => f.severity === severity).length;
      const [blockers, warnings] = [count('blocker'), count('warning')];
      await records.putPlan({
        hash: planHash,
        estate: estate.name,
        createdBy: input.requestedBy,
        createdAt: new Date().toISOString(),
        blockers,
        warnings,
        inventoryHash: input.inventoryHash,
      });
      return { planHash, blockers, warnings };
    },

    async loadPlanOutline(input: {
      planHash: string;
      runId: string;
      estate: string;
      requestedBy: string;
    }): Promise<PlanOutline> {
      const plan = await loadPlan(blobs, input.planHash);
      const status = beginStatus({ ...input, plan, startedAt: new Date().toISOString() });
      return {
        authorityVCenters: vcentersOf(plan, 'authority-vcenter'),
        trustedVCenters: vcentersOf(plan, 'trusted-vcenters'),
        authorityClusters: clustersOf(plan, 'authority-hosts').map(outline),
        trustedClusters: clustersOf(plan, 'trusted-hosts').map(outline),
        status,
        acceptedUnattested: acceptedUnattested(plan),
        summary: summarise(plan),
      };
    },

    /** One cluster's slice, with its hosts. */
    async loadClusterStep(input: {
      planHash: string;
      vcenter: string;
      cluster: string;
    }): Promise<ClusterStep> {
      const plan = await loadPlan(blobs, input.planHash);
      const step = [...clustersOf(plan, 'authority-hosts'), ...clustersOf(plan, 'trusted-hosts')].find(
        ({ cluster }) => cluster.vcenter === input.vcenter && cluster.moid === input.cluster,
      );
      if (step === undefined) throw new Error(`plan ${input.planHash} has no cluster ${input.cluster}`);
      return step;
    },

    async loadBefore({ planHash }: { planHash: string }): Promise<BeforeUpgrade> {
      const record = await records.getPlan(planHash);
      if (record === undefined) throw new Error(`plan ${planHash} is not in the records`);
      const inventory = await getJson<EstateInventory>(blobs, record.inventoryHash);
      const { facts } = inventory.authority;
      return {
        authority: facts,
        links: inventory.trusted.map(({ link }) => link),
        withoutFile: facts.images
          .map(({ version }) => version)
          .filter((version) => !inventory.archivedImages.includes(version)),
      };
    },
  };
}

function vcentersOf(plan: UpgradePlan, kind: TierKind): readonly VCenterStep[] {
  return plan.tiers.flatMap((tier) => (tier.kind === kind && 'vcenters' in tier ? tier.vcenters : []));
}

function clustersOf(plan: UpgradePlan, kind: TierKind): readonly ClusterStep[] {
  return plan.tiers.flatMap((tier) => (tier.kind === kind && 'clusters' in tier ? tier.clusters : []));
}

function outline(step: ClusterStep): ClusterOutline {
  const { cluster, role, target, hosts, vsan } = step;
  return { cluster, role, target, hostCount: hosts.length, ...(vsan === undefined ? {} : { vsan }) };
}

function summarise(plan: UpgradePlan): string[] {
  const tiers = plan.tiers.map((tier, index) => {
    const what =
      'vcenters' in tier
        ? tier.vcenters.map(
            (step) =>
              `${step.vcenter} to ${step.target}${step.executor === 'operator' && !step.alreadyDone ? ' by an operator' : ''}`,
          )
        : tier.clusters.map((step) => `${step.cluster.name}: ${step.hosts.length} hosts to ${step.target}`);
    return `tier ${index + 1} ${tier.kind}: ${what.join('; ') || 'nothing to do'}`;
  });
  const hours = (plan.forecast.totalSeconds / 3600).toFixed(1);
  const warnings = plan.findings.filter(({ severity }) => severity === 'warning').length;
  const waived = plan.findings.flatMap(({ waiver, check, subject, message }) =>
    waiver === undefined ? [] : [`waived ${check}, ${subject}: ${message}`],
  );
  return [...tiers, `forecast ${hours} h, ${warnings} warnings`, ...waived];
}

function encryptedVmsIn(
  blobs: BlobStorePort,
  read: readonly { readonly vcenter: string; readonly hash?: string }[],
): Promise<EncryptedVmsOf[]> {
  return Promise.all(
    read.map(async ({ vcenter, hash }) => ({
      vcenter,
      ...(hash === undefined ? {} : { vms: await getJson<EncryptedVm[]>(blobs, hash) }),
    })),
  );
}
