import { ActivityFailure, isCancellation, proxyActivities } from '@temporalio/workflow';
import type { AuthorityZone, TrustedZone } from '../activities/index.js';
import type { EstateReading } from '../activities/run-in-estate.js';
import type { Estate } from '../domain/model/estate.js';
import type { Unreadable } from '../domain/model/inventory.js';
import { READING } from './survey-estate.js';

/**
 * Reads both sides of an estate with its running tasks, each by its own zone; nothing is changed. What does not answer
 * is named with its reason and holds up nothing else.
 */
export async function readEstate({ authority, trusted, taskQueues }: Estate): Promise<EstateReading> {
  const ta = proxyActivities<AuthorityZone>({ ...READING, taskQueue: taskQueues.authority });
  const workload = proxyActivities<TrustedZone>({ ...READING, taskQueue: taskQueues.trusted });
  const { read, unreadable } = readingWhatAnswers();

  const { vcenter, cluster } = authority;
  const [authorityPart, trustedParts, tasks] = await Promise.all([
    read(vcenter.name, () => ta.surveyAuthority({ vcenter, cluster })),
    Promise.all(trusted.map((side) => read(side.vcenter.name, () => workload.surveyTrustedSide({ side })))),
    Promise.all([
      read(`tasks of ${vcenter.name}`, () => ta.lookAtTasks({ vcenter })),
      ...trusted.map((side) =>
        read(`tasks of ${side.vcenter.name}`, () => workload.lookAtTasks({ vcenter: side.vcenter })),
      ),
    ]),
  ]);
  return {
    ...(authorityPart === undefined ? {} : { authorityHash: authorityPart.hash }),
    trustedHashes: trustedParts.flatMap((part) => (part === undefined ? [] : [part.hash])),
    tasks: tasks.filter((list) => list !== undefined),
    unreadable,
  };
}

/** Reads by name: what does not answer is undefined, and its reason among `unreadable`. @rule DG-14 */
export function readingWhatAnswers() {
  const unreadable: Unreadable[] = [];

  async function read<T>(subject: string, look: () => Promise<T>): Promise<T | undefined> {
    try {
      return await look();
    } catch (error) {
      if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
      unreadable.push({ subject, reason: error.cause?.message ?? error.message });
      return undefined;
    }
  }

  return { read, unreadable };
}
