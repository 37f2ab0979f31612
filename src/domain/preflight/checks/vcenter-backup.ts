import { checkNamed } from '../check.js';

const { warning, check } = checkNamed({
  id: 'vcenter-backup',
  rule: 'BAK-1',
  looksAt: 'Each vCenter has a file-based backup.',
  severities: ['warning'],
  remedy: 'Check that the backup location accepts backups of this vCenter.',
});

/** A vCenter without a backup cannot be restored after a failed update; the run takes one before each. @rule BAK-1 */
export const vcenterBackup = check(({ vcenters }) =>
  vcenters
    .filter(({ lastBackupAt }) => lastBackupAt === undefined)
    .map(({ name }) =>
      warning(
        name,
        `${name} has no successful file-based backup. The run takes one before its update.`,
        'Check that the backup location of the worker accepts backups of this vCenter.',
      ),
    ),
);
