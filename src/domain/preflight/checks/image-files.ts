import { checkNamed } from '../check.js';

const { warning, check } = checkNamed({
  id: 'image-file-absent',
  rule: 'DG-11',
  looksAt: 'The archive has the file of every base image that is listed.',
  severities: ['warning'],
  remedy: 'Add the missing file while a host still runs that version; approving the plan accepts the gap.',
});

/** Every listed base image has its file in the archive: no call gives it back, and re-adding a TA host needs it. @rule DG-11, IMG-3 */
export const imageFiles = check(({ inventory: { authority, archivedImages } }) =>
  authority.facts.images
    .filter(({ version }) => !archivedImages.includes(version))
    .map(({ version }) =>
      warning(
        version,
        `The archive has no file of base image ${version}; a failed TA host could not be re-added with it.`,
        `Add the boot_imgdb.tgz of ${version} to the archive while a host still runs it; approving the plan accepts the gap.`,
      ),
    ),
);
