import type { ListensEntry } from '../inputs/entry.js';
import type { LabWorld } from '../world/api.js';
import type { LabHost, LabVCenter } from '../world/model.js';
import { everyHost } from '../world/queries.js';
import type { ServerIdentity } from './certificates.js';

type Door = ListensEntry['door'];

/** Where one server of a lab listens, and what it shows. */
export type Shown = Pick<ListensEntry, 'port' | 'certPem' | 'sha1' | 'sha256'>;

export const shownBy = (port: number, { cert, sha1, sha256 }: ServerIdentity): Shown => ({
  port,
  certPem: cert,
  sha1,
  sha256,
});

/** Fills in `endpoint` of the vCenter or host. */
export function listens(
  world: LabWorld,
  door: Door,
  server: string,
  { port, certPem, sha1, sha256 }: Shown,
): void {
  const thumbprints = { thumbprintSha1: sha1, thumbprintSha256: sha256 };
  if (door === 'vcenter')
    vcenterNamed(world, server).endpoint = { url: `https://127.0.0.1:${port}`, certPem, ...thumbprints };
  else hostNamed(world, server).endpoint = { address: '127.0.0.1', port, ...thumbprints };
}

/** @throws when the lab has none of this name */
export function vcenterNamed({ vcenters }: LabWorld, name: string): LabVCenter {
  const vcenter = vcenters.get(name);
  if (!vcenter) throw new Error(`the lab has no vCenter ${name}`);
  return vcenter;
}

/** @throws when the lab has none of this name */
export function hostNamed({ vcenters }: LabWorld, name: string): LabHost {
  const host = everyHost({ vcenters }).find((candidate) => candidate.name === name);
  if (!host) throw new Error(`the lab has no host ${name}`);
  return host;
}
