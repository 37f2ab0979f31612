import type { Durations } from '../durations.js';
import type { EncryptedVmsOf } from '../leaving/index.js';
import type { Estate } from '../model/estate.js';
import type { EstateInventory } from '../model/inventory.js';
import type { UpgradePlan, UpgradeRequest } from '../model/plan.js';
import type { Waiver } from '../model/waiver.js';
import { preflight } from '../preflight/index.js';
import { parseEsxVersion, parseVCenterVersion } from '../versions/index.js';
import { forecast } from './forecast.js';
import { planGates } from './gates.js';
import { planTiers } from './tiers.js';

/** Everything a plan is made from. */
export interface PlanningInput {
  readonly estate: Estate;
  /** SHA-256 of the estate file. */
  readonly estateHash: string;
  readonly inventory: EstateInventory;
  readonly request: UpgradeRequest;
  /** Waivers of the estate, expired ones too; absent = none. */
  readonly waivers?: readonly Waiver[];
  /** Times that the forecast adds up; absent = defaults. */
  readonly durations?: Durations;
  /** Read only where the target has no vTA. */
  readonly encryptedVms?: readonly EncryptedVmsOf[];
}

/**
 * The plan: which vCenter and host is upgraded when, how, and where people are asked. It leaves nothing to decide at
 * run time, and does not depend on the order in which the inventory lists things. All findings of preflight are in it;
 * a plan with blockers is a plan too, but cannot start a run.
 *
 * @throws when a requested version is no version: the request is validated where it enters
 * @rule INV-6, ORD-1, IMG-1, DG-2
 */
export function buildPlan(input: PlanningInput): UpgradePlan {
  const { estate, estateHash, inventory, request, durations, waivers = [], encryptedVms } = input;
  const target = parseEsxVersion(request.esxVersion);
  if (target === undefined) throw new Error(`'${request.esxVersion}' is not an ESXi version`);
  if (!parseVCenterVersion(request.vcenterVersion)) {
    throw new Error(`'${request.vcenterVersion}' is not a vCenter version`);
  }
  const tiers = planTiers({ estate, inventory, request, target });
  const isTrusted = inventory.authority.facts.images.some(({ version }) => version === target);
  return {
    schema: 1,
    request,
    estateHash,
    tiers,
    gates: planGates(tiers, isTrusted ? undefined : target),
    forecast: forecast(tiers, durations),
    findings: preflight({ estate, inventory, request, waivers, ...(encryptedVms && { encryptedVms }) }),
  };
}
