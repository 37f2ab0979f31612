import { proxyActivities } from '@temporalio/workflow';
import type { AuthorityZone, TrustedZone } from '../activities/index.js';
import { records } from './activity-proxies.js';
import { readEstate, readingWhatAnswers } from './read-estate.js';
import { READING, type SurveyInput } from './survey-estate.js';
import { understood } from './understood.js';

export interface CollectDiagnosisInput extends SurveyInput {
  /** Name of the host it is about; absent = the whole estate. */
  readonly host?: string;
}

/**
 * The evidence for one host or the whole estate: only reads, under a workflow ID of its own, so that it may be collected
 * while an upgrade or an operation has the estate's lock. What does not answer is named and holds up nothing.
 *
 * @rule ATT-4, ATT-5, DG-14
 */
export async function collectDiagnosis(input: CollectDiagnosisInput): Promise<{ hash: string }> {
  understood(input);
  const { estate, host } = input;
  const { authority, trusted, taskQueues } = estate;
  const ta = proxyActivities<AuthorityZone>({ ...READING, taskQueue: taskQueues.authority });
  const workload = proxyActivities<TrustedZone>({ ...READING, taskQueue: taskQueues.trusted });
  const { read, unreadable } = readingWhatAnswers();
  const about = host === undefined ? {} : { host };

  const on = { vcenter: authority.vcenter, cluster: authority.cluster };
  const [reading, services, messages] = await Promise.all([
    readEstate(estate),
    read(`services of ${authority.cluster}`, () => ta.surveyServices(on)),
    Promise.all([
      read(`messages of ${authority.vcenter.name}`, () =>
        ta.surveyTroubles({ vcenter: authority.vcenter, clusters: [authority.cluster], ...about }),
      ),
      ...trusted.map(({ vcenter, clusters }) =>
        read(`messages of ${vcenter.name}`, () =>
          workload.surveyTroubles({ vcenter, clusters: clusters.map(({ name }) => name), ...about }),
        ),
      ),
    ]),
  ]);
  const { authorityHash, trustedHashes, tasks } = reading;
  return records.assembleDiagnosis({
    estate: estate.name,
    ...about,
    ...(authorityHash === undefined ? {} : { authorityHash }),
    trustedHashes,
    ...(services === undefined ? {} : { servicesHash: services.hash }),
    messageHashes: messages.flatMap((part) => part?.hash ?? []),
    tasks,
    unreadable: [...reading.unreadable, ...unreadable],
  });
}
