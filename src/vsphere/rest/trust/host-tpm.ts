import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { TpmReading } from '../../../domain/attestation/index.js';
import type { RestClient } from '../client.js';
import { pathOf } from '../path.js';
import { Id } from '../schemas.js';

/** Registers that firmware alone resets; the ones above may change while the host runs. */
const STATIC_REGISTERS = 16;

const Tpms = z.array(z.object({ tpm: Id }));
const EventLog = z.object({
  banks: z.array(z.object({ algorithm: z.string(), pcrs: z.record(z.string(), z.string()) })).nullish(),
});

/**
 * What was measured at the last boot through firmware, from the event log of the host's active TPM 2.0 (5.10).
 *
 * @returns undefined when the host shows no such TPM, or no measurements
 */
export const readTpmLog = async (
  rest: RestClient,
  host: string,
  signal?: AbortSignal,
): Promise<TpmReading | undefined> => {
  const base = pathOf`/vcenter/trusted-infrastructure/hosts/${host}/hardware/tpm`;
  const query = { major_versions: '2', active: true };
  const [first] = await rest.call({ method: 'GET', path: base, query, schema: Tpms, signal });
  if (!first) return undefined;
  const path = `${base}${pathOf`/${first.tpm}/event-log`}`;
  const { banks } = await rest.call({ method: 'GET', path, schema: EventLog, signal });
  const bank = banks?.find(({ algorithm }) => algorithm === 'SHA256') ?? banks?.[0];
  const measured = Object.entries(bank?.pcrs ?? {})
    .map(([index, value]): [number, string] => [Number(index), value])
    .filter(([index]) => index < STATIC_REGISTERS)
    .toSorted(([a], [b]) => a - b);
  if (bank === undefined || measured.length === 0) return undefined;
  const text = JSON.stringify([bank.algorithm, measured]);
  return { fingerprint: createHash('sha256').update(text).digest('hex') };
};
