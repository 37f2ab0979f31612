import type http from 'node:http';
import type { WireLog } from '../control/wire-log.js';
import type { LabWorld } from '../world/api.js';
import type { LabHost, LabVCenter } from '../world/model.js';

/** Answers one request to `/sdk` of a vCenter. */
export type SoapDoor = (
  vcenter: LabVCenter,
  req: http.IncomingMessage,
  res: http.ServerResponse,
) => Promise<void>;

/** Answers one request to an ESXi host itself: its own `/sdk`, and `/boot_imgdb.tgz`. */
export type EsxDoor = (host: LabHost, req: http.IncomingMessage, res: http.ServerResponse) => Promise<void>;

/** vim25 of the simulated vCenters. */
export function createSoapDoor(_world: LabWorld, _wire: WireLog): SoapDoor {
  return async (_vcenter, _req, res) => void res.writeHead(503).end();
}

/** The ESXi hosts' own services. */
export function createEsxDoor(_world: LabWorld, _wire: WireLog): EsxDoor {
  return async (_host, _req, res) => void res.writeHead(503).end();
}
