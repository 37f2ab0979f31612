import type { WireLog } from '../../control/wire-log.js';
import { exchanged } from '../../exchange/exchange.js';
import { sendHalf, sendRefusal } from '../../exchange/wire.js';
import type { LabRequest, LabResponse } from '../../inputs/request.js';
import type { LabHost } from '../../world/model.js';
import type { Site } from '../context.js';
import { isTicketFor } from '../objects/service-tickets.js';
import { cookie } from './request.js';
import { SESSION_COOKIE } from './serve-soap.js';

const PATH = '/boot_imgdb.tgz';

type Way = 'basic-login' | 'session-cookie' | 'ticket';

/** Which of these a real host takes is not documented (vim-and-vcsim.md 3.2). */
function waysIn({ world }: Site): readonly Way[] {
  const { imageDownload } = world.assumptions;
  switch (imageDownload) {
    case 'login-or-ticket':
      return ['basic-login', 'session-cookie', 'ticket'];
    case 'nothing-needed':
    case 'refused':
      return [];
    case 'basic-login':
    case 'session-cookie':
    case 'ticket':
      return [imageDownload];
  }
}

/** Login that may download: a user of the host, or whoever holds a ticket of vCenter. */
function authorize(site: Site, host: LabHost, req: LabRequest): string | undefined {
  const ways = waysIn(site);
  const [scheme, encoded = ''] = (req.headers.authorization ?? '').split(' ');
  if (ways.includes('basic-login') && scheme?.toLowerCase() === 'basic') {
    const [name = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    return site.world.hostUser(host, name, password.join(':'))?.name;
  }
  const session = ways.includes('session-cookie') ? site.session(cookie(req, SESSION_COOKIE)) : undefined;
  if (session) return session.user.name;
  const ticket = ways.includes('ticket') ? cookie(req, 'vmware_cgi_ticket') : undefined;
  if (isTicketFor(site.world, ticket, host, PATH)) return 'ticket';
  return site.world.assumptions.imageDownload === 'nothing-needed' ? '' : undefined;
}

/** `GET /boot_imgdb.tgz`: the archive of the host's image. */
export async function serveImageDatabase(
  { site, host, wire }: { readonly site: Site; readonly host: LabHost; readonly wire: WireLog },
  req: LabRequest,
  res: LabResponse,
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
    if (status === 401 && waysIn(site).includes('basic-login'))
      res.setHeader('WWW-Authenticate', 'Basic realm="VMware HTTP server"');
    res.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${text}\n`);
  };
  if (site.world.assumptions.imageDownload === 'refused') return refuse(403, 'Forbidden');
  if (login === undefined) return refuse(401, 'Unauthorized');

  const outcome = await exchanged(
    site.world,
    { operation: `GET ${PATH}`, server: host.name, subjects: [host.name] },
    { run: () => site.world.imageDatabase(host), isServed: site.isServed },
  );
  if (outcome === 'cut') {
    log(0, null);
    req.cut();
    return undefined;
  }
  if (outcome === 'expired') return refuse(401, 'Unauthorized');
  if ('half' in outcome) {
    log(0, null);
    return sendHalf(req, res, 200, { type: 'application/gzip', body: outcome.half });
  }
  if ('refusal' in outcome) {
    log(outcome.refusal.status, null);
    return sendRefusal(res, outcome.refusal);
  }
  const archive = outcome.answer;
  const notice = site.world.imageNotice(host);
  log(200, `${archive.length} bytes`);
  res
    .writeHead(200, {
      'Content-Type': 'application/gzip',
      'Content-Length': archive.length,
      'Content-Disposition': 'attachment; filename="boot_imgdb.tgz"',
      ...(notice === undefined ? {} : { Warning: `199 - "${notice}"` }),
    })
    .end(archive);
  return undefined;
}
