import { sendRefusal } from '../exchange/wire.js';
import type { Handler, LabResponse } from '../inputs/request.js';
import type { LabWorld } from '../world/api.js';
import type { LabHost, LabVCenter } from '../world/model.js';
import type { Doors, VCenterDoor } from './doors.js';

/** What the server of a vCenter does with a request. One whose API is down never gets as far as a door. */
export function vcenterHandler(world: LabWorld, vcenter: LabVCenter, doors: Doors): Handler {
  return async (req, res) => {
    tellTime(world, vcenter.name, res);
    if (vcenter.api === 'refused') {
      req.cut();
      return;
    }
    if (vcenter.api === 'bad-gateway') {
      sendRefusal(res, { status: 503, body: 'html', headers: {} });
      return;
    }
    const door = doorFor(doors, req.url);
    if (door) await door(vcenter, req, res);
    else notFound(res);
  };
}

/** What the server of an ESXi host does with a request. */
export function hostHandler(world: LabWorld, host: LabHost, { esx }: Doors): Handler {
  return async (req, res) => {
    tellTime(world, host.name, res);
    if (host.power !== 'poweredOn') req.cut();
    else if (esx) await esx(host, req, res);
    else notFound(res);
  };
}

/** A server whose clock is wrong says so in each answer; the others send the wall clock's time. */
function tellTime({ clock, faults }: LabWorld, name: string, res: LabResponse): void {
  const skew = faults.skewOf(name);
  if (skew !== 0) res.setHeader('Date', new Date(clock.now() + skew).toUTCString());
}

function doorFor({ rest, soap }: Doors, url: string): VCenterDoor | undefined {
  const path = url.split('?', 1)[0] ?? '/';
  if (/^\/(api|rest)(\/|$)/.test(path)) return rest;
  if (/^\/sdk(\/|$)/.test(path)) return soap;
  return undefined;
}

function notFound(res: LabResponse): void {
  res.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
}
