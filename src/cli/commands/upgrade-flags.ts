import { Option } from '@commander-js/extra-typings';
import { usageError } from '../exit.js';

/** What every upgrade is asked with; the same flags in `preflight`, `plan create` and `run start`. */
export interface UpgradeFlags {
  readonly vcenterVersion?: string | undefined;
  readonly esxVersion?: string | undefined;
  readonly boot: 'policy' | 'full';
}

export const vcenterVersionOption = () =>
  new Option(
    '--vcenter-version <v>',
    'target of every vCenter, as the appliance names its update: 8.0.3.00400',
  );

export const esxVersionOption = () =>
  new Option('--esx-version <v>', 'target of every host: 8.0.3-24022510 or 8.0.3-0.0.24022510');

export const bootOption = () =>
  new Option(
    '--boot <kind>',
    "policy: as each cluster's Quick Boot setting says; full: boot every host fully",
  )
    .choices(['policy', 'full'] as const)
    .default('policy' as const);

/** The request body, or a usage error that names the flag which is missing. */
export function upgradeRequest(estate: string, flags: UpgradeFlags) {
  const { vcenterVersion, esxVersion, boot } = flags;
  if (!vcenterVersion) throw usageError('Name the target of the vCenters: --vcenter-version V.');
  if (!esxVersion) throw usageError('Name the target of the hosts: --esx-version V.');
  return { estate, vcenterVersion, esxVersion, boot };
}
