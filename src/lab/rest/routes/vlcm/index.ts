import type { Route } from '../../types.js';
import { depotRoutes } from './depots.js';
import { draftPartRoutes } from './draft-parts.js';
import { vlcmDraftRoutes } from './drafts.js';
import { enablementRoutes } from './enablement.js';
import { policyRoutes } from './policies.js';
import { softwareReportRoutes } from './reports.js';
import { softwareRoutes } from './software.js';

/** Section 8: vSphere Lifecycle Manager, images of clusters. */
export const vlcmRoutes: readonly Route[] = [
  ...enablementRoutes,
  ...softwareRoutes,
  ...softwareReportRoutes,
  ...vlcmDraftRoutes,
  ...draftPartRoutes,
  ...policyRoutes,
  ...depotRoutes,
];
