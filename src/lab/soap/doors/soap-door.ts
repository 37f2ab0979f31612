import type { WireLog } from '../../control/wire-log.js';
import type { LabRequest, LabResponse } from '../../inputs/request.js';
import type { LabWorld } from '../../world/api.js';
import type { LabVCenter } from '../../world/model.js';
import type { Site } from '../context.js';
import { createVCenterSite } from '../sites/vcenter.js';
import { serveViJson } from '../../vi-json/index.js';
import { offers } from '../../world/releases.js';
import { serviceVersions } from '../versions.js';
import { serveSoap } from './serve-soap.js';

/** Answers one request to `/sdk` of a vCenter. */
export type SoapDoor = (vcenter: LabVCenter, req: LabRequest, res: LabResponse) => Promise<void>;

/** vim25 of every simulated vCenter over one world. The caller owns the servers. */
export function createSoapDoor(world: LabWorld, wire: WireLog): SoapDoor {
  const sites = new Map<LabVCenter, Site>();
  return (vcenter, req, res) => {
    const site = sites.get(vcenter) ?? createVCenterSite(world, vcenter);
    sites.set(vcenter, site);
    return serveSdk(site, wire, req, res);
  };
}

/**
 * The paths under `/sdk`; there is no WSDL. VI JSON is vCenter's alone: an ESXi host takes every body below `/sdk` for
 * XML (vim-and-vcsim.md 1.1).
 */
export async function serveSdk(site: Site, wire: WireLog, req: LabRequest, res: LabResponse): Promise<void> {
  const path = req.url.split('?', 1)[0] ?? '/';
  const isBelow = path.startsWith('/sdk/vim25/');
  if (isBelow && site.kind === 'VirtualCenter' && offers(site.vcenter, 'viJson')) {
    await serveViJson(site, wire, req, res);
    return;
  }
  const isSoap = path === '/sdk' || path === '/sdk/' || (isBelow && site.kind === 'HostAgent');
  if (req.method === 'POST' && isSoap) {
    await serveSoap(site, wire, req, res);
    return;
  }
  if (req.method === 'GET' && path === '/sdk/vimServiceVersions.xml') {
    const body = serviceVersions(site.apiVersion);
    wire.append({
      wallTime: new Date().toISOString(),
      vcenter: site.name,
      login: '',
      method: 'GET',
      path: req.url,
      status: 200,
    });
    res.writeHead(200, { 'Content-Type': 'text/xml' }).end(body);
    return;
  }
  res.writeHead(404, { 'Content-Type': 'text/plain' }).end('404 page not found\n');
}
