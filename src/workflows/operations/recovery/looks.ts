import type { LoadedOperation } from '../../../activities/operations.js';
import type { RecoveryLook } from '../../../activities/recovery.js';
import type { RegistrationLook } from '../../../activities/registrations.js';
import type { ClusterRef } from '../../../domain/model/inventory.js';
import {
  isBehind,
  nextRecoveryStep,
  whyNotEqualAgain,
  whyNotRecoveryStep,
  type OfferedService,
  type RecoveryFacts,
  type RecoveryStep,
} from '../../../domain/recovery/index.js';
import { onAuthority, onTrusted } from '../../activity-proxies.js';
import type { TrustedSideContext } from '../../context.js';
import type { Operation } from '../operate.js';

export type RecoveryDetails = LoadedOperation<'recover-ta-host'>['details'];
/** What a step finds when it is due. */
export type Found = RecoveryFacts & { readonly itself: RecoveryLook['itself'] };

/** How the trusted side of one vCenter knows the host. */
export interface SideLook extends RegistrationLook {
  readonly side: TrustedSideContext;
}

export interface RecoveryLooks {
  /** What is there when a step may be begun; `done` = nothing of it is left to do. */
  readonly untilDue: (step: RecoveryStep) => Promise<Found | 'done'>;
  /** Until the host is as the others, and every trusted vCenter and cluster knows it so. @rule REC-4 */
  readonly untilEqual: () => Promise<void>;
  /** The present state, whatever it is. */
  readonly now: () => Promise<RecoveryLook>;
  readonly offered: () => Promise<readonly OfferedService[]>;
  readonly sides: (offered: readonly OfferedService[]) => Promise<readonly SideLook[]>;
}

/** What a recovery looks at, on both sides. */
export function recoveryLooks({ context, unit }: Operation, details: RecoveryDetails): RecoveryLooks {
  const { host, cluster, access } = details;
  const { vcenter, queue, timeScale, trusted } = context;
  const authority = onAuthority(queue, timeScale).does;
  const on: { vcenter: typeof vcenter; cluster: ClusterRef } = { vcenter, cluster };

  const now = (): Promise<RecoveryLook> => authority.lookAtRecovery({ ...on, host, access });
  const offered = (): Promise<readonly OfferedService[]> => authority.readOfferedServices({ ...on, host });
  const sides = async (services: readonly OfferedService[]): Promise<readonly SideLook[]> =>
    Promise.all(
      trusted.map(async (side) => {
        const about = { vcenter: side.vcenter, clusters: side.clusters, offered: services };
        return { side, ...(await onTrusted(side.queue, timeScale).does.lookAtRegistrations(about)) };
      }),
    );

  /** The trusted side tells something only once the host offers its services again. */
  const whole = async (): Promise<Found> => {
    const seen = await now();
    const isBack = seen.member !== null && seen.member.ref.moid !== host.moid;
    const services = isBack ? await offered() : [];
    if (services.length === 0) return { ...seen, trustedSideOpen: null };
    return { ...seen, trustedSideOpen: (await sides(services)).flatMap((look) => wordsOf(look)) };
  };

  return {
    now,
    offered,
    sides,
    async untilDue(step) {
      let found: Found | undefined;
      await unit.untilClear(async () => {
        found = step === 'refresh' ? await whole() : { ...(await now()), trustedSideOpen: null };
        return whyNotRecoveryStep(step, details, found);
      });
      if (found === undefined) throw new Error('cleared without a look');
      return isBehind(step, nextRecoveryStep(details, found)) ? 'done' : found;
    },
    untilEqual: () => unit.untilClear(async () => whyNotEqualAgain(details, await whole())),
  };
}

/** What is to be changed on one trusted side, line by line. */
export const wordsOf = (look: SideLook, isLeft = false): string[] => [
  ...look.outdated.map((text) => `${look.side.vcenter.name}: ${text}`),
  ...toRemediate(look, isLeft).map(({ name }) => `${look.side.vcenter.name}: remediate cluster ${name}`),
];

/**
 * Where a registration changes, every cluster of its vCenter is remediated, whatever its health says by then.
 *
 * @param isLeft - an earlier recovery may have changed it, and ended before it had remediated
 * @rule REC-4, DG-14
 */
export const toRemediate = (
  { outdated, diverged, clusters = diverged }: RegistrationLook,
  isLeft: boolean,
): readonly ClusterRef[] => (isLeft || outdated.length > 0 ? clusters : diverged);
