import type { VCenterRef } from '../domain/model/estate.js';
import type { HostsPort } from '../ports/vsphere.js';
import { callOptions } from './watch.js';

/**
 * A moment of this process by the clock of a vCenter, in milliseconds since the epoch. Either clock may be wrong: only
 * the time that has passed since counts, as fast as the server's time runs.
 *
 * @param ms - by the clock of this process
 */
export async function byServerClock(
  { hosts, timeScale }: { readonly hosts: HostsPort; readonly timeScale: number },
  vcenter: VCenterRef,
  ms: number,
): Promise<number> {
  const now = Date.parse(await hosts.readTime(vcenter, callOptions()));
  return now - (Date.now() - ms) * timeScale;
}
