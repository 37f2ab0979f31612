import type { LabWorld } from '../../world/api.js';
import type { LabHost } from '../../world/model.js';
import type { Site } from '../context.js';
import { invalidArgument } from '../faults.js';

interface Ticket {
  readonly host: LabHost;
  readonly path: string;
  readonly until: number;
}

/** Lab milliseconds; long, because the lab's clock runs ahead of the client's. */
const LIFETIME_MS = 60 * 60_000;

const tickets = new WeakMap<LabWorld, Map<string, Ticket>>();

/** `SessionManagerGenericServiceTicket` for one path of one ESXi host; sent there as cookie `vmware_cgi_ticket`. */
export function issueTicket(site: Site, address: string): Record<string, unknown> {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const host = url && site.hosts.find((candidate) => isAddressOf(candidate, url));
  if (!url || !host) throw invalidArgument('spec.url');
  const id = site.world.ids.uuid();
  const issued = tickets.get(site.world) ?? new Map<string, Ticket>();
  tickets.set(site.world, issued);
  issued.set(id, { host, path: url.pathname, until: site.world.clock.now() + LIFETIME_MS });
  return {
    id,
    hostName: host.name,
    ...(host.endpoint ? { sslThumbprint: host.endpoint.thumbprintSha1 } : {}),
  };
}

function isAddressOf({ name, endpoint }: LabHost, { hostname, port }: URL): boolean {
  return hostname === name || (hostname === endpoint?.address && Number(port || 443) === endpoint.port);
}

/** Whether a ticket opens this path of this host now. */
export function isTicketFor(world: LabWorld, id: string | undefined, host: LabHost, path: string): boolean {
  const ticket = id === undefined ? undefined : tickets.get(world)?.get(id);
  return ticket?.host === host && ticket.path === path && ticket.until >= world.clock.now();
}
