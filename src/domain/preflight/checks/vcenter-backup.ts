import { checkNamed, type PreflightCheck } from '../check.js';

const { warning } = checkNamed('BAK-1', 'vcenter-backup');

/** A vCenter without a backup cannot be restored after a failed update; the run takes one before each. @rule BAK-1 */
export const vcenterBackup: PreflightCheck = ({ vcenters }) =>
  vcenters
    .filter(({ lastBackupAt }) => lastBackupAt === undefined)
    .map(({ name }) =>
      warning(
        name,
        `${name} has no successful file-based backup. The run takes one before its update.`,
        'Check that the backup location of the worker accepts backups of this vCenter.',
      ),
    );
