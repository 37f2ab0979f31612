import { isAtLeast, releaseOf } from '../../domain/versions/index.js';
import { VSphereError } from '../../ports/errors.js';
import type { Faults } from '../connection/faults.js';

/** First release with the Automation API under `/api` (wire contract 10). */
const firstRelease = '7.0.2';

/**
 * Says plainly when a server has no `/api` because of its release; returns when that is not the reason, or nobody knows.
 *
 * @throws VSphereError of kind `too-old`, naming version and what to do
 */
export const refuseTooOld = async (
  product: () => Promise<{ readonly version: string; readonly build: string }>,
  operation: string,
  faults: Faults,
): Promise<void> => {
  const found = await product().catch((error: unknown) => {
    if (error instanceof VSphereError) return undefined;
    throw error;
  });
  if (found === undefined || releaseOf(found.version) === undefined) return;
  if (isAtLeast(found.version, firstRelease)) return;
  throw faults.error(
    `runs vCenter ${found.version} (build ${found.build}), which has no Automation API under /api; ` +
      'that came with 7.0 U2. Upgrade it to 7.0 U2 or later by hand first',
    { kind: 'too-old', operation, status: 404 },
  );
};
