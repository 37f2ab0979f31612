import type { WireLog } from '../../control/wire-log.js';
import type { LabRequest, LabResponse } from '../../inputs/request.js';
import type { LabWorld } from '../../world/api.js';
import type { LabHost } from '../../world/model.js';
import type { Site } from '../context.js';
import { createEsxSite } from '../sites/esx.js';
import { serveImageDatabase } from './image-database.js';
import { serveSdk } from './soap-door.js';

/** Answers one request to an ESXi host itself. */
export type EsxDoor = (host: LabHost, req: LabRequest, res: LabResponse) => Promise<void>;

/** The services of every simulated ESXi host: its own `/sdk`, and the image database of what it runs. */
export function createEsxDoor(world: LabWorld, wire: WireLog): EsxDoor {
  const sites = new Map<LabHost, Site>();
  return async (host, req, res) => {
    const site = sites.get(host) ?? createEsxSite(world, host);
    sites.set(host, site);
    const path = req.url.split('?', 1)[0] ?? '/';
    if (req.method === 'GET' && path === '/boot_imgdb.tgz') {
      await serveImageDatabase({ site, host, wire }, req, res);
    } else await serveSdk(site, wire, req, res);
  };
}
