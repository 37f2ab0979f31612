import { takeIn } from '../inputs/request.js';
import type { LabWorld } from '../world/api.js';
import type { LabHost, LabVCenter } from '../world/model.js';
import type { Doors } from './doors.js';
import { hostHandler, vcenterHandler } from './handlers.js';
import { listenAs } from './listen-as.js';
import { freshIdentities } from './identities.js';
import type { Identities } from './identities.js';
import type { LabServer } from './https-server.js';
import { showCertificates } from './show-certificates.js';

/** The listening servers of an estate. */
export interface Servers {
  close(): Promise<void>;
}

/**
 * Gives every vCenter and ESXi host its certificate and its HTTPS server on loopback, fills in `endpoint`, and
 * has requests taken in and answered by the doors.
 */
export async function serveWorld(
  world: LabWorld,
  doors: Doors,
  identities: Identities = freshIdentities,
): Promise<Servers> {
  const vcenters = [...world.vcenters.values()];
  const hosts = vcenters.flatMap((vcenter) => [...vcenter.hosts.values()]);
  const starts = await Promise.allSettled([
    ...vcenters.map((vcenter) => serveVCenter(world, vcenter, doors, identities)),
    ...hosts.map((host) => serveHost(world, host, doors, identities)),
  ]);
  const servers = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const close = async (): Promise<void> => void (await Promise.all(servers.map((server) => server.close())));
  const failed = starts.find((start) => start.status === 'rejected');
  if (failed === undefined) return { close };
  await close();
  throw failed.reason;
}

async function serveVCenter(
  world: LabWorld,
  vcenter: LabVCenter,
  doors: Doors,
  identities: Identities,
): Promise<LabServer> {
  const handle = vcenterHandler(world, vcenter, doors);
  const { identity, server } = await listenAs(await identities.of('vcenter', vcenter.name), {
    accepts: () => vcenter.api !== 'refused',
    handle: (req, res) =>
      takeIn(world.intake, { door: 'vcenter', server: vcenter.name }, { req, res }, handle),
  });
  // Connections that were open when the services stopped die with them.
  let wasUp = true;
  world.onChange(() => {
    const up = vcenter.api !== 'refused';
    if (wasUp && !up) server.cutAll();
    wasUp = up;
  });
  showCertificates(world, 'vcenter', vcenter, { server, identity });
  return server;
}

async function serveHost(
  world: LabWorld,
  host: LabHost,
  doors: Doors,
  identities: Identities,
): Promise<LabServer> {
  const isUp = (): boolean => host.power === 'poweredOn';
  const handle = hostHandler(world, host, doors);
  const { identity, server } = await listenAs(await identities.of('host', host.name), {
    accepts: isUp,
    handle: (req, res) => takeIn(world.intake, { door: 'host', server: host.name }, { req, res }, handle),
  });
  let wasUp = true;
  world.onChange(() => {
    if (wasUp && !isUp()) server.cutAll();
    wasUp = isUp();
  });
  showCertificates(world, 'host', host, { server, identity });
  return server;
}
