import { VSphereError, type FaultKind } from '../../ports/errors.js';

/**
 * `undefined` when the server will not tell: privilege missing, no such thing, not in this state. What may work
 * later (`passing`) is still an error, so that an outage never looks like "there is none".
 */
export const ifReadable = async <T>(
  read: Promise<T>,
  tolerated: readonly FaultKind[] = ['refused', 'not-found', 'invalid', 'state'],
): Promise<T | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (error instanceof VSphereError && tolerated.includes(error.kind)) return undefined;
    throw error;
  }
};
