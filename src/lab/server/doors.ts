import type { LabRequest, LabResponse } from '../inputs/request.js';
import type { LabHost, LabVCenter } from '../world/model.js';

/** Answers one request to a vCenter. */
export type VCenterDoor = (vcenter: LabVCenter, req: LabRequest, res: LabResponse) => Promise<void>;

/** Answers one request to an ESXi host itself. */
export type HostDoor = (host: LabHost, req: LabRequest, res: LabResponse) => Promise<void>;

/** The dialects spoken by the simulated servers; a missing one answers 404. */
export interface Doors {
  readonly rest?: VCenterDoor;
  readonly soap?: VCenterDoor;
  readonly esx?: HostDoor;
}
