import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireLog } from '../../control/wire-log.js';
import type { LabHost } from '../../world/model.js';
import type { Site } from '../context.js';
import { isTicketFor } from '../objects/service-tickets.js';
import { cookie } from './request.js';
import { SESSION_COOKIE } from './serve-soap.js';

const PATH = '/boot_imgdb.tgz';

/**
 * Login that may download: a user of the host by HTTP Basic or by a session with the host, or whoever holds a ticket of
 * vCenter. Which of these a real host takes is not documented (vim-and-vcsim.md 3.2).
 */
function authorize(site: Site, host: LabHost, req: IncomingMessage): string | undefined {
  const [scheme, encoded = ''] = (req.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'basic') {
    const [name = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    return site.world.hostUser(host, name, password.join(':'))?.name;
  }
  const session = site.session(cookie(req, SESSION_COOKIE));
  if (session) return session.user.name;
  return isTicketFor(site.world, cookie(req, 'vmware_cgi_ticket'), host, PATH) ? 'ticket' : undefined;
}

/** `GET /boot_imgdb.tgz`: the archive of the installed version, also after a Quick Boot (QB-8). */
export async function serveImageDatabase(
  { site, host, wire }: { readonly site: Site; readonly host: LabHost; readonly wire: WireLog },
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const login = authorize(site, host, req);
  const log = (status: number, responseBody: unknown): void =>
    wire.append({
      wallTime: new Date().toISOString(),
      vcenter: host.name,
      login: login ?? '',
      method: 'GET',
      path: PATH,
      status,
      responseBody,
    });
  const refuse = (status: number, text: string): void => {
    log(status, text);
    if (status === 401) res.setHeader('WWW-Authenticate', 'Basic realm="VMware HTTP server"');
    res.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${text}\n`);
  };
  if (login === undefined) return refuse(401, 'Unauthorized');

  const fault = site.world.faults.onOperation(`GET ${PATH}`, host.name);
  if (fault?.kind === 'http-503') return refuse(503, 'Service Unavailable');
  if (fault?.kind === 'slow') {
    await new Promise<void>((resolve) => {
      site.world.clock.after(fault.seconds, resolve);
    });
  }
  if (fault?.kind === 'reset-before-effect' || fault?.kind === 'drop-answer-after-effect') {
    log(0, null);
    req.socket.destroy();
    return undefined;
  }
  const archive = await site.world.imageDatabase(host);
  log(200, `${archive.length} bytes`);
  res
    .writeHead(200, {
      'Content-Type': 'application/gzip',
      'Content-Length': archive.length,
      'Content-Disposition': 'attachment; filename="boot_imgdb.tgz"',
    })
    .end(archive);
  return undefined;
}
