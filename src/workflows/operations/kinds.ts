import { patched } from '@temporalio/workflow';
import type { Estate } from '../../domain/model/estate.js';
import type { OperationEnd, OperationKind, OperationRequest } from '../../domain/operations/index.js';
import { onAuthority, onTrusted, records } from '../activity-proxies.js';
import { archiveConfiguration } from './archive-configuration.js';
import { clearQuickBootDebt } from './clear-quick-boot-debt.js';
import type { OperationInput } from './input.js';
import { onboardCluster } from './onboard-cluster.js';
import { retireBaseImages } from './retire-base-images.js';
import { readForRetiring } from './retiring-evidence.js';
import { reviewBaseImages } from './review-base-images.js';
import { repairMissingBaseImage } from './repair-missing-base-image.js';
import { restartTrustServices } from './restart-trust-services.js';
import { readForRestore } from './read-for-restore.js';
import { restoreConfiguration } from './restore-configuration.js';
import { recoverTrustAuthorityHost } from './recover-ta-host.js';

type OperationWorkflow = (input: OperationInput) => Promise<OperationEnd>;

/** The workflow of each kind. */
export const OPERATION_WORKFLOWS: Readonly<Record<OperationKind, OperationWorkflow>> = {
  'archive-configuration': archiveConfiguration,
  'clear-quick-boot-debt': clearQuickBootDebt,
  'onboard-cluster': onboardCluster,
  'retire-base-images': retireBaseImages,
  'review-base-images': reviewBaseImages,
  'restart-services': restartTrustServices,
  'repair-base-image': repairMissingBaseImage,
  'restore-configuration': restoreConfiguration,
  'recover-ta-host': recoverTrustAuthorityHost,
};

/**
 * What a kind reads before it is planned, beside the inventory of the estate: hashes of JSON in the content-addressed
 * store, by name. Only reads; what does not answer is thrown, and the plan is refused with the reason.
 */
type Reading<K extends OperationKind> = (
  estate: Estate,
  request: OperationRequest<K>,
) => Promise<Readonly<Record<string, string>>>;

export const READINGS: { readonly [K in OperationKind]?: Reading<K> } = {
  'retire-base-images': readForRetiring,
  'review-base-images': readForRetiring,
  'repair-base-image': async (_, { parameters: { fileHash } }) =>
    fileHash === undefined ? {} : { file: (await records.surveyImageFile({ hash: fileHash })).hash },
  'restart-services': async ({ authority, taskQueues }) => ({
    services: (
      await onAuthority(taskQueues.authority, 1).does.surveyServices({
        vcenter: authority.vcenter,
        cluster: authority.cluster,
      })
    ).hash,
  }),
  'restore-configuration': readForRestore,
  'onboard-cluster': async ({ authority, trusted, taskQueues }, { parameters: { cluster, vcenter } }) => {
    const side = trusted.find((one) => one.vcenter.name === vcenter);
    if (side === undefined) return {};
    const { does } = onTrusted(taskQueues.trusted, 1);
    const { vcenter: asked, cluster: authorityCluster } = authority;
    const rules = patched('tpm-trust')
      ? await onAuthority(taskQueues.authority, 1).does.surveyTpmRules({
          vcenter: asked,
          cluster: authorityCluster,
        })
      : undefined;
    const candidate = { vcenter: side.vcenter, cluster, ...(rules && { tpmRules: rules.hash }) };
    return { candidate: (await does.surveyCandidate(candidate)).hash };
  },
  'recover-ta-host': async ({ name }, { parameters }) => {
    const { hash } = await records.storeRecoveryRecords({ estate: name, host: parameters.host });
    return { records: hash };
  },
};
