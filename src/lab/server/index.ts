import type http from 'node:http';
import type { LabWorld } from '../world/api.js';
import type { LabHost, LabVCenter } from '../world/model.js';
import { sendRefusal } from '../exchange/wire.js';
import type { ServerIdentity } from './certificates.js';
import type { Doors, VCenterDoor } from './doors.js';
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
 * routes requests to the doors. A vCenter whose API is down never gets as far as a door.
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
  const { identity, server } = await listenAs(await identities.of('vcenter', vcenter.name), {
    accepts: () => vcenter.api !== 'refused',
    async handle(req, res) {
      world.clock.catchUp();
      tellTime(world, vcenter.name, res);
      if (vcenter.api === 'refused') {
        req.socket.destroy();
        return;
      }
      if (vcenter.api === 'bad-gateway') {
        sendRefusal(res, { status: 503, body: 'html', headers: {} });
        return;
      }
      const door = doorFor(doors, req.url ?? '/');
      if (door) await door(vcenter, req, res);
      else notFound(res);
    },
  });
  // Connections that were open when the services stopped die with them.
  let wasUp = true;
  world.onChange(() => {
    const up = vcenter.api !== 'refused';
    if (wasUp && !up) server.cutAll();
    wasUp = up;
  });
  showCertificates(world, vcenter, { server, identity }, (shown) => {
    vcenter.endpoint = endpointOf(server, shown);
  });
  return server;
}

const endpointOf = ({ port }: LabServer, identity: ServerIdentity): NonNullable<LabVCenter['endpoint']> => ({
  url: `https://127.0.0.1:${port}`,
  certPem: identity.cert,
  thumbprintSha1: identity.sha1,
  thumbprintSha256: identity.sha256,
});

async function serveHost(
  world: LabWorld,
  host: LabHost,
  { esx }: Doors,
  identities: Identities,
): Promise<LabServer> {
  const isUp = (): boolean => host.power === 'poweredOn';
  const { identity, server } = await listenAs(await identities.of('host', host.name), {
    accepts: isUp,
    async handle(req, res) {
      world.clock.catchUp();
      tellTime(world, host.name, res);
      if (!isUp()) req.socket.destroy();
      else if (esx) await esx(host, req, res);
      else notFound(res);
    },
  });
  let wasUp = true;
  world.onChange(() => {
    if (wasUp && !isUp()) server.cutAll();
    wasUp = isUp();
  });
  showCertificates(world, host, { server, identity }, ({ sha1, sha256 }) => {
    host.endpoint = {
      address: '127.0.0.1',
      port: server.port,
      thumbprintSha1: sha1,
      thumbprintSha256: sha256,
    };
  });
  return server;
}

/** A server whose clock is wrong says so in each answer; the others send the wall clock's time. */
function tellTime({ clock, faults }: LabWorld, name: string, res: http.ServerResponse): void {
  const skew = faults.skewOf(name);
  if (skew !== 0) res.setHeader('Date', new Date(clock.now() + skew).toUTCString());
}

function doorFor({ rest, soap }: Doors, url: string): VCenterDoor | undefined {
  const path = url.split('?', 1)[0] ?? '/';
  if (/^\/(api|rest)(\/|$)/.test(path)) return rest;
  if (/^\/sdk(\/|$)/.test(path)) return soap;
  return undefined;
}

function notFound(res: http.ServerResponse): void {
  res.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
}
