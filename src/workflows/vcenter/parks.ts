import { vcenterOffers } from '../../domain/deciding/index.js';
import type { VCenterSafePoint } from '../../domain/model/decision.js';
import { onEither } from '../activity-proxies.js';
import type { UnitContext } from '../context.js';
import type { Parkable } from '../parking.js';

/** How a vCenter parks. @rule ATT-4 */
export function vcenterParkable(
  { vcenter, queue, timeScale }: UnitContext,
  at: () => VCenterSafePoint,
): Parkable {
  return {
    kind: 'vcenter',
    role: vcenter.zone === 'authority' ? 'trust-authority' : 'trusted',
    names: [vcenter.name],
    offers: (takenOver) => vcenterOffers(vcenter.zone, at(), takenOver),
    logFiles: () => [],
    readMessages: async () => {
      try {
        return await onEither(queue, timeScale).asks.readTroubles({ vcenter });
      } catch {
        return [`the tasks of ${vcenter.name} could not be read`];
      }
    },
  };
}
