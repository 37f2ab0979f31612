import { ActivityFailure, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { AuthorityZone, TrustedZone } from '../../activities/index.js';
import type { JudgedVersion } from '../../activities/retiring-evidence.js';
import type { Estate } from '../../domain/model/estate.js';
import type { EsxVersion } from '../../domain/model/version.js';
import { retiringExtras } from '../../domain/operations/index.js';
import { records } from '../activity-proxies.js';
import { readEstate } from '../read-estate.js';
import { READING } from '../survey-estate.js';

/**
 * What is read about base images beside the inventory, by name. A trusted vCenter that does not answer is left out: the
 * evidence then names it as unread, which blocks every removal.
 *
 * @rule DG-10
 */
export async function readForRetiring(estate: Estate): Promise<Readonly<Record<string, string>>> {
  const [rules, beyond] = await Promise.all([records.readRetiringRules(), readBeyond(estate)]);
  return Object.fromEntries([
    [retiringExtras.rules, rules.hash],
    ...beyond.map(({ vcenter, hash }) => [retiringExtras.beyond(vcenter), hash]),
  ]) as Record<string, string>;
}

/** Reads both sides anew and judges one version on it. Without the Trust Authority side there is no answer. */
export async function readEvidence(
  estate: Estate,
  about: {
    readonly version: EsxVersion;
    readonly fileHash: string;
    readonly rollbackWindowHours: number;
  },
): Promise<JudgedVersion> {
  const { authority, taskQueues } = estate;
  const [reading, beyond] = await Promise.all([readEstate(estate), readBeyond(estate)]);
  const { trustedHashes, unreadable } = reading;
  // One that was not read is asked for again alone, so that its own error tells why.
  const authorityHash =
    reading.authorityHash ??
    (
      await proxyActivities<AuthorityZone>({
        ...READING,
        taskQueue: taskQueues.authority,
      }).surveyAuthority(authority)
    ).hash;
  const { inventoryHash } = await records.assembleInventory({
    estate,
    authorityHash,
    trustedHashes,
    unreadable,
  });
  return records.judgeRetiring({
    estate,
    inventoryHash,
    beyond: beyond.map(({ hash }) => hash),
    ...about,
  });
}

async function readBeyond({ trusted, taskQueues }: Estate): Promise<{ vcenter: string; hash: string }[]> {
  const workload = proxyActivities<TrustedZone>({ ...READING, taskQueue: taskQueues.trusted });
  const parts = await Promise.all(
    trusted.map(async (side) => {
      try {
        return [{ vcenter: side.vcenter.name, hash: (await workload.surveyBeyond({ side })).hash }];
      } catch (error) {
        if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
        return [];
      }
    }),
  );
  return parts.flat();
}
