import type { Zone } from '../model/estate.js';

/**
 * Log files that tell why a host fails, each with the host it lies on; default folder `/var/run/log`.
 *
 * @param taHosts - names of the hosts of the Trust Authority Cluster; empty = not read
 * @rule ATT-5
 */
export function logFilesOf(role: Zone, host: string, taHosts: readonly string[]): string[] {
  const services = (name: string): string[] => [`attestd.log on ${name}`, `kmxd.log on ${name}`];
  if (role === 'authority') {
    const others = taHosts.filter((name) => name !== host);
    return [...services(host), ...others.flatMap(services)];
  }
  const names = taHosts.length > 0 ? taHosts : ['every host of the Trust Authority Cluster'];
  return [`kmxa.log on ${host}`, ...names.flatMap(services)];
}
