import type { Topology } from '../topology/schema.js';
import type { LabWorld } from './api.js';
import type { WorldContext } from './context.js';
import { refuse } from './errors.js';
import type { LabCluster, LabHost, LabTaConfig } from './model.js';
import { hostsOf, isUp, serves } from './queries.js';
import { emptyCluster } from './trust-authority.js';
import type { TrustAuthority } from './trust-authority.js';
import { fromBaseImage } from './versions.js';

type Item = Parameters<LabWorld['taHealth']>[1];
type Health = ReturnType<LabWorld['taHealth']>;

const PREFIX = 'com.vmware.vcenter.trusted_infrastructure';

/**
 * Health over the copies of the Trust Authority hosts: `OK` only when every host of the cluster answers and all
 * hold the same. A host that cannot be asked makes it `WARNING`, a difference `ERROR`.
 */
export function createTrustHealth(ctx: WorldContext, authority: TrustAuthority): LabWorld['taHealth'] {
  const settle = settling(ctx.topology);

  return (cluster, item) => {
    const up = hostsOf(cluster).filter(isUp);
    if (up.length === 0) refuse(emptyCluster(cluster));
    if (item.kind === 'attestationService') return serviceHealth(cluster, 'attestd');
    if (item.kind === 'kmsService') return serviceHealth(cluster, 'kmxd');

    const copies = up.map((host) => ({ host, copy: textOf(copyOf(host.ta, item)) }));
    const different = new Set(copies.map(({ copy }) => copy)).size > 1;
    if (different) {
      const lacking = copies.filter(({ copy }) => copy === '').map(({ host }) => host.name);
      const text =
        lacking.length > 0 ? `Missing on ${lacking.join(', ')}.` : 'The hosts hold different values.';
      return { health: 'ERROR', details: [{ id: `${PREFIX}.cluster.inconsistent_state`, text }] };
    }
    const changedAt = authority.changedAt(cluster);
    const age = changedAt === undefined ? Infinity : (ctx.clock.now() - changedAt) / 1000;
    if (age < settle.none) return { health: 'NONE', details: [] };
    if (age < settle.warning) {
      const text = 'The change is being brought to the hosts.';
      return { health: 'WARNING', details: [{ id: `${PREFIX}.cluster.in_progress`, text }] };
    }
    return unreachable(cluster) ?? { health: 'OK', details: [] };
  };
}

/** Until when health is `NONE`, then `WARNING`, after a change; lab seconds. Undocumented (vta-operations 2.7). */
function settling({ timing, assumptions }: Topology): { readonly none: number; readonly warning: number } {
  const asTimed = timing.healthSettleSeconds;
  switch (assumptions.healthAfterChange) {
    case 'as-timed':
      return { none: asTimed, warning: 0 };
    case 'at-once':
      return { none: 0, warning: 0 };
    case 'late':
      return { none: 900, warning: 0 };
    case 'warning-between':
      return { none: asTimed, warning: asTimed + 180 };
  }
}

function unreachable(cluster: LabCluster): Health | undefined {
  const away = hostsOf(cluster).filter((host) => !isUp(host));
  if (away.length === 0) return undefined;
  return {
    health: 'WARNING',
    details: away.map((host) => ({
      id: `${PREFIX}.host.connection_failed`,
      text: `Host ${host.name} does not answer.`,
    })),
  };
}

function serviceHealth(cluster: LabCluster, service: 'attestd' | 'kmxd'): Health {
  const hosts = hostsOf(cluster);
  const silent = hosts.filter((host) => !serves(host, service));
  if (silent.length === 0) return { health: 'OK', details: [] };
  return {
    health: silent.length === hosts.length ? 'ERROR' : 'WARNING',
    details: silent.map((host) => ({
      id: `${PREFIX}.services.cannot_communicate`,
      text: `Service ${service} of host ${host.name} does not answer.`,
    })),
  };
}

/** Equal values have equal texts, in whichever order their fields were set; the empty one means that there is none. */
function textOf(value: unknown): string {
  const sorted = (_: string, field: unknown): unknown =>
    typeof field === 'object' && field !== null && !Array.isArray(field)
      ? Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : field;
  return JSON.stringify(value, sorted) ?? '';
}

/** The part of a host's configuration that is compared; undefined = the host lacks it. */
function copyOf(ta: LabHost['ta'], item: Item): unknown {
  if (!ta) return undefined;
  const { tpmSettings, images }: LabTaConfig = ta;
  switch (item.kind) {
    case 'image':
      // When it was last attested with differs by nature.
      return images.has(fromBaseImage(item.key) ?? item.key) ? { present: true } : undefined;
    case 'principal':
      return ta.principals.get(item.key);
    case 'keyProvider':
      return ta.keyProviders.get(item.key);
    case 'caCertificate':
      return ta.caCertificates.get(item.key);
    case 'endorsementKey':
      return ta.endorsementKeys.get(item.key);
    case 'tpmSettings':
      return tpmSettings;
    case 'attestationService':
    case 'kmsService':
      break;
  }
  return undefined;
}
