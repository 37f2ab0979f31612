import { getExternalWorkflowHandle, workflowInfo } from '@temporalio/workflow';
import { trustedVersions } from '../../domain/attestation/index.js';
import { hostOffers, logFilesOf, type RecoveryStanding } from '../../domain/deciding/index.js';
import type { HostSafePoint } from '../../domain/model/decision.js';
import type { HostRef } from '../../domain/model/inventory.js';
import type { HostStep } from '../../domain/model/plan.js';
import { onEither } from '../activity-proxies.js';
import type { UnitContext } from '../context.js';
import { hostParkedSignal } from '../messages.js';
import type { Parkable } from '../parking.js';
import { tolerant } from '../tolerant.js';
import type { createGuards } from './guards.js';

/** Where the host's upgrade is, as far as decisions depend on it. */
export interface Whereabouts {
  readonly at: HostSafePoint;
  readonly hasBegun: boolean;
  readonly isImageTrusted: boolean;
  readonly recovery?: RecoveryStanding;
}

/** The host as its vCenter knows it, which changes when it is added again, and what guards it. */
export interface HostNow {
  readonly host: HostRef;
  readonly guards: ReturnType<typeof createGuards>;
}

/** How a host parks: what may be decided, what to read, and who is told. @rule ATT-4, ATT-5 */
export function hostParkable(
  context: UnitContext,
  step: HostStep,
  now: () => HostNow,
  whereabouts: () => Whereabouts,
): Parkable {
  const { host, cluster, role, isTestHost, target } = step;
  const { vcenter, queue, timeScale } = context;
  const isTrustedNow = (): boolean => {
    const authority = now().guards.seen()?.authority;
    return authority ? trustedVersions(authority).includes(target) : false;
  };
  return {
    kind: 'host',
    role: role === 'authority' ? 'trust-authority' : 'trusted',
    names: [host.name, host.moid, cluster.name, vcenter.name],
    offers: (takenOver) => {
      const stands = whereabouts();
      const isImageTrusted = stands.isImageTrusted || isTrustedNow();
      return hostOffers({ role, isTestHost, ...stands, isImageTrusted, takenOver });
    },
    logFiles: () =>
      logFilesOf(
        role,
        host.name,
        (now().guards.seen()?.taHosts ?? []).map(({ ref }) => ref.name),
      ),
    readMessages: async () => {
      try {
        return await onEither(queue, timeScale).asks.readTroubles({ vcenter, host: now().host });
      } catch {
        return [`the tasks and messages of ${host.name} could not be read from ${vcenter.name}`];
      }
    },
    ...(context.tellsParent === true ? { tellParent } : {}),
  };

  async function tellParent(parked: boolean, failureClass?: string): Promise<void> {
    const news = { host, parked, ...(failureClass === undefined ? {} : { failureClass }) };
    await tolerant(() => parentHandle().signal(hostParkedSignal, news));
  }
}

export function parentHandle() {
  const { parent } = workflowInfo();
  if (parent === undefined) throw new Error('a host is upgraded by its cluster or its qualification');
  return getExternalWorkflowHandle(parent.workflowId);
}
