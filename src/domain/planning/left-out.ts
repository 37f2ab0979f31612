import type { EsxHost } from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';
import { compareEsxVersions } from '../versions/index.js';

/**
 * Why a host has no step; undefined = it has one. Only being on the target already is fine; preflight has a finding
 * for everything else.
 */
export function whyLeftOut(host: EsxHost, target: EsxVersion): string | undefined {
  if (host.installed === undefined) return 'its version could not be read';
  const difference = compareEsxVersions(host.installed, target);
  if (difference === 0) return `already runs ${target}`;
  if (difference > 0) return `runs ${host.installed}, newer than the target`;
  if (host.connection !== 'connected') return `not connected to its vCenter (${host.connection})`;
  if (host.inMaintenance === undefined) return 'its maintenance state could not be read';
  return host.inMaintenance ? 'in maintenance mode by somebody else' : undefined;
}

/** The hosts of a cluster that get a step. */
export function dueHosts({ hosts }: { readonly hosts: readonly EsxHost[] }, target: EsxVersion): EsxHost[] {
  return hosts.filter((host) => whyLeftOut(host, target) === undefined);
}
