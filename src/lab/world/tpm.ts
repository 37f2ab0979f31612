import { createHash } from 'node:crypto';
import type { LabHost } from './model.js';

/** PCRs that ESXi measures its boot into. */
const pcrIndexes = [0, 7, 8, 9];

export const sha256 = (...parts: (string | number)[]): Buffer =>
  createHash('sha256').update(parts.join('\u0000')).digest();

/** PCR values by number; they depend on what was measured at the last full boot: a Quick Boot leaves them as they are. */
export const pcrValues = (host: LabHost): ReadonlyMap<number, Buffer> =>
  new Map(pcrIndexes.map((index) => [index, sha256(host.uuid, index < 8 ? '' : host.measured, index)]));
