import type { Route } from '../types.js';
import { backupRoutes } from './appliance/backup.js';
import { updatePolicyRoutes } from './appliance/update-policy.js';
import { updateRoutes } from './appliance/update.js';
import { versionHealthRoutes } from './appliance/version-health.js';
import { certificateRoutes } from './inventory/certificates.js';
import { hostRoutes } from './inventory/hosts.js';
import { listRoutes } from './inventory/lists.js';
import { vcenterServiceRoutes } from './inventory/vcenter-services.js';
import { vmRoutes } from './inventory/vms.js';
import { sessionRoutes } from './session.js';
import { systemRoutes } from './system.js';
import { taskRoutes } from './tasks.js';
import { trustRoutes } from './trust/index.js';
import { vlcmRoutes } from './vlcm/index.js';

/** Every operation of the Automation API that the lab answers. */
export const restRoutes: readonly Route[] = [
  ...sessionRoutes,
  ...systemRoutes,
  ...taskRoutes,
  ...trustRoutes,
  ...listRoutes,
  ...hostRoutes,
  ...vmRoutes,
  ...vcenterServiceRoutes,
  ...versionHealthRoutes,
  ...certificateRoutes,
  ...updateRoutes,
  ...updatePolicyRoutes,
  ...backupRoutes,
  ...vlcmRoutes,
];
