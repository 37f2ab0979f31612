import { createHash } from 'node:crypto';
import type { OperationFacts } from '../../src/domain/operations/index.js';
import type { OperationOfTest } from './run-harness.js';
import { OLD } from './stub-world.js';
import { STUB_CLOCK } from './stub-trusted-activities.js';

/** File of the old base image as the archive holds it. */
export const OLD_FILE = new TextEncoder().encode('image database of the old version');

/** The retirement of base images on a stub estate, with what planning reads besides. */
export function retirement(
  versions: readonly string[] = [OLD],
  extras: OperationFacts['extras'] = {},
): OperationOfTest<'retire-base-images'> {
  const hash = createHash('sha256').update(OLD_FILE).digest('hex');
  return {
    kind: 'retire-base-images',
    parameters: { versions },
    archivedImages: [
      {
        version: OLD,
        hash,
        bytes: OLD_FILE.byteLength,
        sourceHost: 'a-1',
        exportedAt: '2026-01-01T00:00:00.000Z',
        quickBooted: false,
      },
    ],
    extras: {
      rules: { rollbackWindowHours: 168 },
      'beyond/wl-vc': { vcenter: 'wl-vc', clock: STUB_CLOCK, clusters: [] },
      ...extras,
    },
  };
}
