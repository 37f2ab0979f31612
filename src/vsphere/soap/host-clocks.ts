import type { ClockReading } from '../../domain/model/readiness.js';
import { VSphereError } from '../../ports/errors.js';
import { AnswerRefused } from '../connection/answer-refused.js';
import { mapLimited } from '../connection/limiter.js';
import { instant } from '../rest/schemas.js';
import type { SoapClient } from './client.js';
import { readObjects } from './property-collector.js';
import { child, refOf, type MoRef } from './xml-node.js';

/** The clock of one host, through vCenter; nothing when it does not tell. */
const readClock = async (
  soap: SoapClient,
  self: MoRef,
  timeScale: number,
  signal: AbortSignal | undefined,
): Promise<ClockReading | undefined> => {
  try {
    return await soap.use({ safe: true, signal }, async (session) => {
      const before = Date.now();
      const at = await session.invoke({ self, method: 'QueryDateTime' }, (response) => {
        const time = instant(child(response, 'returnval')?.text);
        if (!time) throw new AnswerRefused('returnval is no time');
        return time;
      });
      const after = Date.now();
      const toleranceSeconds = ((after - before) / 1000) * timeScale;
      return { at, readAtMs: (before + after) / 2, toleranceSeconds, timeScale };
    });
  } catch (error) {
    if (error instanceof VSphereError) return undefined;
    throw error;
  }
};

/** For so long hosts are asked: that of a thousand at the usual rate of calls. Hosts that hang must not hold a survey. */
const MOST_MS = 120_000;

/**
 * Clocks of the connected hosts of clusters by moid: one call each, a few at once, for two minutes at most. Hosts that do not
 * tell theirs, or whose turn does not come, are absent.
 */
export const readHostClocks = async (
  soap: SoapClient,
  clusters: readonly string[],
  timeScale: number,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ClockReading>> => {
  const query = {
    objects: clusters.map((value) => ({ type: 'ClusterComputeResource', value })),
    select: [{ type: 'ClusterComputeResource', path: 'host' }],
    properties: { HostSystem: ['runtime.connectionState', 'configManager.dateTimeSystem'] },
  };
  const systems = await readObjects(
    soap,
    query,
    (hosts) =>
      hosts.flatMap(({ ref, properties }) => {
        const system = refOf(properties.get('configManager.dateTimeSystem'));
        const isConnected = properties.get('runtime.connectionState')?.text === 'connected';
        return system && isConnected ? [{ moid: ref.value, system }] : [];
      }),
    signal,
  );
  const until = performance.now() + MOST_MS;
  const clocks = await mapLimited(systems, async ({ moid, system }) => ({
    moid,
    clock: performance.now() < until ? await readClock(soap, system, timeScale, signal) : undefined,
  }));
  return new Map(clocks.flatMap(({ moid, clock }) => (clock ? [[moid, clock] as const] : [])));
};
