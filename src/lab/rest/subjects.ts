import { hostsOf } from '../world/queries.js';
import type { LabVCenter } from '../world/model.js';

/** Actions on a cluster that are about all of its hosts when they name none. */
const WHOLE_CLUSTER: readonly (string | undefined)[] = ['apply', 'check', 'stage'];

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Names of the hosts that a request is about, by path or body, then of its cluster. */
export function subjectsOf(
  vcenter: LabVCenter,
  variables: ReadonlyMap<string, string>,
  { action, body }: { readonly action: string | undefined; readonly body: unknown },
): string[] {
  const { host, hosts } = (body ?? {}) as { host?: unknown; hosts?: unknown };
  const named = [variables.get('host'), host, ...list(hosts)].flatMap((id) => {
    const found = typeof id === 'string' ? vcenter.hosts.get(id) : undefined;
    return found ? [found.name] : [];
  });
  const cluster = vcenter.clusters.get(variables.get('cluster') ?? '');
  if (!cluster) return named;
  const whole = named.length === 0 && WHOLE_CLUSTER.includes(action);
  return [...(whole ? hostsOf(cluster).map(({ name }) => name) : named), cluster.name];
}
