// What the Worker registers. These names are permanent: a renamed function orphans running workflows.
export { upgradeHost } from './host/upgrade-host.js';
export { archiveConfiguration } from './operations/archive-configuration.js';
export { planOperation } from './operations/plan-operation.js';
export { runOperation } from './operations/run-operation.js';
export { qualifyBaseImage } from './qualify-base-image.js';
export { rollTrustAuthorityHosts, rollTrustedCluster } from './roll-cluster.js';
export { planUpgrade, surveyEstate } from './survey-estate.js';
export { upgradeEstate } from './upgrade-estate.js';
export { upgradeVCenter } from './upgrade-vcenter.js';
