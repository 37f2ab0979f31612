import type { z } from 'zod';
import type { PlanOutcome } from '../contract/index.js';
import type { UpgradePlan, UpgradeRequest } from '../domain/model/plan.js';
import { covers } from '../domain/planning/scope.js';
import { parseEsxVersion, parseVCenterVersion } from '../domain/versions/index.js';
import type { Caller } from './auth.js';
import type { ApiOptions } from './context.js';
import { settle, type PendingAnswer } from './engine-answers.js';
import { ApiProblem } from './problems.js';
import type { Stored, StoredPlan } from './stored.js';

/** Lets the engine read the estate, check and plan; answers the stored plan. */
export async function planEstate(
  { engine }: Pick<ApiOptions, 'engine'>,
  stored: Stored,
  request: UpgradeRequest,
  { id, key, caller }: { readonly id: string; readonly key: string; readonly caller: Caller },
): Promise<{ readonly done: StoredPlan } | { readonly pending: PendingAnswer }> {
  refuseNoVersions(request);
  const { record, estate } = await stored.estate(request.estate);
  const answer = settle(
    await engine.planUpgrade({ estate, estateHash: record.hash, request, requestedBy: caller.name, id }),
    { key, code: 'inventory-unreadable' },
  );
  return 'pending' in answer ? answer : { done: await stored.plan(answer.done.planHash) };
}

/** The planner takes versions for granted; one is needed where the request covers something that gets it. */
function refuseNoVersions(request: UpgradeRequest): void {
  const { vcenterVersion, esxVersion } = request;
  const hasVCenters = covers(request, 'authority-vcenter') || covers(request, 'trusted-vcenters');
  const hasHosts = covers(request, 'authority-hosts') || covers(request, 'trusted-hosts');
  const wrong = [
    ...((vcenterVersion !== undefined || hasVCenters) && !parseVCenterVersion(vcenterVersion ?? '')
      ? [{ pointer: '/request/vcenterVersion', message: 'expected an update name, for example 8.0.3.00400' }]
      : []),
    ...((esxVersion !== undefined || hasHosts) && parseEsxVersion(esxVersion ?? '') === undefined
      ? [
          {
            pointer: '/request/esxVersion',
            message: 'expected an ESXi image, for example 8.0.3-0.0.24022510',
          },
        ]
      : []),
  ];
  if (wrong.length > 0) throw new ApiProblem(422, 'request-invalid', { errors: wrong });
}

/** The tiers without their hosts: 2,500 of them are for `GET /v1/plans/{hash}`. */
export function tierOutlines({ tiers, forecast }: UpgradePlan): z.input<typeof PlanOutcome>['tiers'] {
  return tiers.map((tier) => ({
    kind: tier.kind,
    seconds: forecast.tiers.find(({ kind }) => kind === tier.kind)?.seconds ?? 0,
    vcenters:
      'vcenters' in tier
        ? tier.vcenters.map(({ vcenter, target, executor, alreadyDone }) => ({
            name: vcenter,
            target,
            executor,
            alreadyDone,
          }))
        : [],
    clusters:
      'clusters' in tier
        ? tier.clusters.map(({ cluster, target, hosts }) => ({
            name: cluster.name,
            vcenter: cluster.vcenter,
            target,
            hosts: hosts.length,
          }))
        : [],
  }));
}
