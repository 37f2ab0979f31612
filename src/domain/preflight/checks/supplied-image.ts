import { suppliedFile } from '../../planning/supplied-file.js';
import { checkNamed } from '../check.js';

const { blocker, warning, info, check } = checkNamed({
  id: 'supplied-image',
  rule: 'IMG-2',
  looksAt: 'A file that replaces the export from a test host is archived under the requested version.',
  severities: ['blocker', 'warning', 'info'],
  remedy: 'Upload the file of the requested version, or leave it out for an export from the test host.',
});

/**
 * A file that replaces the export from a test host is in the archive, under the very version that is asked for.
 *
 * @rule IMG-2, IMG-1
 */
export const suppliedImage = check(({ inventory, request, target }) => {
  const { imageFile } = request;
  if (imageFile === undefined || target === undefined) return [];
  const { imageFiles = [], authority } = inventory;
  const archived = imageFiles.filter(({ hash }) => hash === imageFile);
  if (authority.facts.images.some(({ version }) => version === target)) {
    return [
      info(
        target,
        `Base image ${target} is in the Trust Authority Cluster already.`,
        'Nothing to do; the file is not used.',
      ),
    ];
  }
  if (archived.length === 0) {
    return [
      blocker(
        imageFile,
        `The archive of this estate has no file ${imageFile}.`,
        'Upload it: vta image upload FILE --estate NAME --esx-version V; or leave it out for an export from the test host.',
      ),
    ];
  }
  const file = suppliedFile(inventory, request);
  if (file === undefined) {
    const labels = archived.map(({ version }) => version).join(', ');
    return [
      blocker(
        imageFile,
        `The file is archived for ${labels}, the plan is for ${target}.`,
        `Name a file of ${target}, or leave it out for an export from the test host.`,
      ),
    ];
  }
  return [
    warning(
      target,
      `Base image ${target} is imported from a file supplied by ${file.from}, not exported from a test host: the first host that attests on it is the proof, and the run pauses after it.`,
      'Approve only if this file comes from a host with exactly the image of this cluster; vendor add-ons may make another.',
    ),
  ];
});
