import type { BaseImage } from '../client/types.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { timestamp } from './time.js';

/** Version, name, health, details, last attested: what PowerCLI shows, and the time that only the API gives. */
export function baseImageTable(images: readonly BaseImage[], style: Style): string {
  if (images.length === 0)
    return 'The Trust Authority cluster holds no base image: no trusted host can be attested.';
  return table(
    ['Version', 'Name', 'Health', 'Last attested', 'Details'],
    images.map((image) => [
      image.version,
      image.displayName,
      image.health,
      image.lastAttestedAt ? timestamp(image.lastAttestedAt) : 'not told',
      image.details.join('; '),
    ]),
    style,
  );
}
