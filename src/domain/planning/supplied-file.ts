import type { EstateInventory, ImageFile } from '../model/inventory.js';
import type { UpgradeRequest } from '../model/plan.js';
import { parseEsxVersion } from '../versions/index.js';

/**
 * The archived file that the request names for its target; undefined when it names none, when the archive has none of
 * that hash and version, or when the image is trusted already. @rule IMG-2
 */
export function suppliedFile(
  { imageFiles = [], authority }: EstateInventory,
  { imageFile, esxVersion }: UpgradeRequest,
): ImageFile | undefined {
  const target = parseEsxVersion(esxVersion ?? '');
  if (authority.facts.images.some(({ version }) => version === target)) return undefined;
  return imageFiles.find(({ hash, version }) => hash === imageFile && version === target);
}
