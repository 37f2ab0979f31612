import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { JudgedVersion } from '../../activities/retiring-evidence.js';
import type { AttestedAfter } from '../../activities/retiring.js';
import type { Watched } from '../../activities/watch.js';
import type { HostRef } from '../../domain/model/inventory.js';
import type { EsxVersion } from '../../domain/model/version.js';
import { onTrusted } from '../activity-proxies.js';
import type { Operation } from './operate.js';
import { renewing } from './retire-steps.js';

/** What is looked at: every trusted cluster, and what the hosts were before. */
interface After extends Pick<JudgedVersion, 'clusters' | 'refusals'> {
  readonly removedAtMs: number;
  /** `held` = after the way back: nobody may be without attestation, whenever it was renewed. */
  readonly until: 'renewed' | 'held';
}

/**
 * Watches all trusted vCenters at once until every host is attested anew, or until one has lost its attestation.
 *
 * @returns hosts without attestation; empty = all are attested
 * @rule FIX-3, INV-1
 */
export async function attestedAfter(
  { context, estate, unit }: Operation,
  version: EsxVersion,
  { clusters, refusals, removedAtMs, until }: After,
): Promise<readonly HostRef[]> {
  const sides = estate.trusted.filter(({ vcenter }) => (clusters[vcenter.name] ?? []).length > 0);
  const { awaits } = onTrusted(estate.taskQueues.trusted, context.timeScale);
  const { lost } = await unit.settle(renewing(version), (patience) =>
    firstNews(
      sides.map(
        ({ vcenter }) =>
          () =>
            awaits.awaitAttestedAfter({
              vcenter,
              clusters: clusters[vcenter.name] ?? [],
              removedAtMs,
              refusals: refusals[vcenter.name] ?? {},
              until,
              patience,
            }),
      ),
    ),
  );
  return lost;
}

type News = Watched<AttestedAfter>;

/** All watches together: done when each is; whatever else one of them answers is the answer of all, at once. */
async function firstNews(watches: readonly (() => Promise<News>)[]): Promise<News> {
  const startedAtMs = Date.now();
  const scope = new CancellationScope();
  let news: News | undefined;
  const all = scope.run(() =>
    Promise.all(
      watches.map(async (watch) => {
        const end = await watch();
        const isGood = end.state === 'done' && end.value.lost.length === 0;
        if (isGood || news !== undefined) return end;
        news = end;
        scope.cancel();
        return end;
      }),
    ),
  );
  try {
    const ends = await all;
    const confirmed = ends.reduce((sum, end) => sum + (end.state === 'done' ? end.value.confirmed : 0), 0);
    const value = { lost: [], confirmed };
    return news ?? { state: 'done', value, startedAtMs, noticedAtMs: Date.now() };
  } catch (error) {
    if (news === undefined || !isCancellation(error)) throw error;
    return news;
  }
}
