import type { VSpherePorts } from '../ports/vsphere.js';
import type { VSphereOptions } from './options.js';

export type { BackupTarget, VSphereLogger, VSphereOptions, VSphereTimeouts } from './options.js';

/** All vSphere ports of one process. Sessions are opened at first use and shared until `close`. */
export const createVSphere = (options: VSphereOptions): VSpherePorts => {
  throw new Error(`vSphere clients are not wired yet (${Object.keys(options).join(', ')})`);
};
