import { checkNamed, type PreflightCheck } from '../check.js';

const { warning } = checkNamed('DG-11', 'image-file-absent');

/** Every listed base image has its file in the archive: no call gives it back, and re-adding a TA host needs it. @rule DG-11, IMG-3 */
export const imageFiles: PreflightCheck = ({ inventory: { authority, archivedImages } }) =>
  authority.facts.images
    .filter(({ version }) => !archivedImages.includes(version))
    .map(({ version }) =>
      warning(
        version,
        `The archive has no file of base image ${version}; a failed TA host could not be re-added with it.`,
        `Add the boot_imgdb.tgz of ${version} to the archive while a host still runs it; approving the plan accepts the gap.`,
      ),
    );
