import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import type { AuthorityFacts } from '../domain/model/inventory.js';
import { TA_HOSTS_AWAY, type PeerHost, type TaHostsAway } from '../domain/safety/index.js';
import { onAuthority } from './activity-proxies.js';
import type { RunContext } from './context.js';

/** The Trust Authority Cluster as the guards judge it. */
export interface AuthorityLooked {
  /** `null` while no TA host is connected: then nothing of its configuration can be read, and that is known. */
  readonly facts: AuthorityFacts | null;
  readonly taHosts: readonly PeerHost[];
}

/**
 * Looks at the Trust Authority Cluster. That all its hosts are away is an answer, with their names; anything else that
 * cannot be read is thrown.
 *
 * @rule DG-8, DG-14
 */
export async function lookAtAuthority({
  authority: { queue, vcenter, cluster },
  timeScale,
}: Pick<RunContext, 'authority' | 'timeScale'>): Promise<AuthorityLooked> {
  try {
    return await onAuthority(queue, timeScale).does.lookAtAuthority({ vcenter, cluster });
  } catch (error) {
    const taHosts = taHostsAway(error);
    if (taHosts === undefined) throw error;
    return { facts: null, taHosts };
  }
}

function taHostsAway(error: unknown): readonly PeerHost[] | undefined {
  if (!(error instanceof ActivityFailure) || !(error.cause instanceof ApplicationFailure)) return undefined;
  if (error.cause.type !== TA_HOSTS_AWAY) return undefined;
  const [away] = (error.cause.details ?? []) as (TaHostsAway | undefined)[];
  return away?.taHosts;
}
