// What the Worker registers. These names are permanent: a renamed function orphans running workflows.
export { collectDiagnosis } from './collect-diagnosis.js';
export { upgradeHost } from './host/upgrade-host.js';
export { archiveConfiguration } from './operations/archive-configuration.js';
export { clearQuickBootDebt } from './operations/clear-quick-boot-debt.js';
export { restoreConfiguration } from './operations/restore-configuration.js';
export { onboardCluster } from './operations/onboard-cluster.js';
export { planOperation } from './operations/plan-operation.js';
export { retireBaseImages } from './operations/retire-base-images.js';
export { reviewBaseImages } from './operations/review-base-images.js';
export { repairMissingBaseImage } from './operations/repair-missing-base-image.js';
export { restartTrustServices } from './operations/restart-trust-services.js';
export { recoverTrustAuthorityHost } from './operations/recover-ta-host.js';
export { runOperation } from './operations/run-operation.js';
export { qualifyBaseImage } from './qualify-base-image.js';
export { rollTrustAuthorityHosts, rollTrustedCluster } from './roll-cluster.js';
export { planUpgrade, surveyEstate } from './survey-estate.js';
export { upgradeEstate } from './upgrade-estate.js';
export { upgradeVCenter } from './upgrade-vcenter.js';
