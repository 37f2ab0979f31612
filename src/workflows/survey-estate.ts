import { ActivityFailure, isCancellation, patched, proxyActivities } from '@temporalio/workflow';
import type { OrchestrationZone, AuthorityZone, TrustedZone } from '../activities/index.js';
import { hasNoVta } from '../domain/leaving/index.js';
import type { Estate } from '../domain/model/estate.js';
import type { UpgradeRequest } from '../domain/model/plan.js';
import { understood } from './understood.js';
import { HEARTBEAT } from './activity-proxies.js';

export interface SurveyInput {
  readonly estate: Estate;
}

export interface PlanUpgradeInput extends SurveyInput {
  readonly estateHash: string;
  readonly request: UpgradeRequest;
  readonly requestedBy: string;
}

/** Somebody waits for a survey: few repetitions, then the reason is the answer. */
export const READING = {
  scheduleToCloseTimeout: '3 minutes',
  heartbeatTimeout: HEARTBEAT,
  retry: { initialInterval: 500, backoffCoefficient: 2, maximumAttempts: 4 },
} as const;

const store = proxyActivities<OrchestrationZone>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: HEARTBEAT,
  retry: { initialInterval: 250, maximumInterval: '10 seconds' },
});

/** Reads both sides of an estate, each by its own zone; the answer is the hash of the inventory. */
export async function surveyEstate(input: SurveyInput): Promise<{ inventoryHash: string }> {
  understood(input);
  const { estate } = input;
  const { authority, trusted, taskQueues } = estate;
  const ta = proxyActivities<AuthorityZone>({ ...READING, taskQueue: taskQueues.authority });
  const workload = proxyActivities<TrustedZone>({ ...READING, taskQueue: taskQueues.trusted });
  const [authorityPart, ...trustedParts] = await Promise.all([
    ta.surveyAuthority({ vcenter: authority.vcenter, cluster: authority.cluster }),
    ...trusted.map((side) => workload.surveyTrustedSide({ side })),
  ]);
  return store.assembleInventory({
    estate,
    authorityHash: authorityPart.hash,
    trustedHashes: trustedParts.map(({ hash }) => hash),
    unreadable: [],
  });
}

/** Survey, preflight and plan; nothing is changed anywhere. */
export async function planUpgrade(input: PlanUpgradeInput) {
  const { inventoryHash } = await surveyEstate(input);
  const { estate, estateHash, request, requestedBy } = input;
  const isLeaving = hasNoVta(request.vcenterVersion) || hasNoVta(request.esxVersion);
  const encryptedVms = isLeaving && patched('exit-plan') ? await readEncryptedVms(estate) : undefined;
  const plan = await store.makePlan({
    estate,
    estateHash,
    inventoryHash,
    request,
    requestedBy,
    ...(encryptedVms && { encryptedVms }),
  });
  return { ...plan, inventoryHash };
}

/** For the exit plan beside a refusal; a side that does not answer is told in it. @rule DG-1, DG-14 */
async function readEncryptedVms({ trusted, taskQueues }: Estate) {
  const workload = proxyActivities<TrustedZone>({ ...READING, taskQueue: taskQueues.trusted });
  return Promise.all(
    trusted.map(async (side): Promise<{ vcenter: string; hash?: string }> => {
      const vcenter = side.vcenter.name;
      try {
        return { vcenter, hash: (await workload.surveyEncryptedVms({ side })).hash };
      } catch (error) {
        if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
        return { vcenter };
      }
    }),
  );
}
