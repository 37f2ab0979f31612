import type { TrustedSide, VCenterRef } from '../domain/model/estate.js';
import type { HostRef } from '../domain/model/inventory.js';
import { afterRemoval, type AfterRemoval, type BeyondEstate } from '../domain/retiring/index.js';
import type { VSphereDependencies } from './dependencies.js';
import { putJson } from './json-blobs.js';
import { byServerClock } from './server-time.js';
import { timingsFor } from './timings.js';
import { callOptions, watch, type Patience, type Watched } from './watch.js';

/** At most so many names travel in one payload: one is enough to ask a person. */
const NAMES_IN_PAYLOAD = 100;

/** How the next attestation of all hosts of a trusted vCenter came out. */
export interface AttestedAfter {
  readonly lost: readonly HostRef[];
  readonly confirmed: number;
}

/** What the trusted side tells before and after the removal of a base image; only reads. */
export function createRetiringActivities({ vsphere, blobs, ...pace }: VSphereDependencies) {
  const { hosts, trustedSide } = vsphere;
  return {
    /** The clock of a trusted vCenter, and its trusted clusters that the estate file does not name. @rule DG-10 */
    async surveyBeyond({ side }: { side: TrustedSide }): Promise<{ hash: string }> {
      const { vcenter, clusters: named } = side;
      const all = await trustedSide.listTrustedClusters(vcenter, callOptions());
      const beyond = all
        .map(({ name }) => name)
        .filter((name) => !named.some((known) => known.name === name));
      const [clusters, clock] = await Promise.all([
        beyond.length === 0 ? [] : hosts.readClusters(vcenter, beyond, callOptions()),
        hosts.readTime(vcenter, callOptions()),
      ]);
      return {
        hash: await putJson(blobs, { vcenter: vcenter.name, clock, clusters } satisfies BeyondEstate),
      };
    },

    /**
     * Done when every host of the clusters has been attested anew since the removal, or when some host was seen twice to
     * have lost its attestation; with `until` = `held`, when none is seen to have lost it.
     *
     * @param removedAtMs - by the clock of the worker that removed it
     * @param refusals - see `afterRemoval`
     * @rule FIX-3, INV-1
     */
    async awaitAttestedAfter(input: {
      vcenter: VCenterRef;
      clusters: readonly string[];
      removedAtMs: number;
      refusals: Readonly<Record<string, number>>;
      until: 'renewed' | 'held';
      patience: Patience;
    }): Promise<Watched<AttestedAfter>> {
      const { vcenter, refusals, until } = input;
      let lostBefore = new Set<string>();
      return watch<AttestedAfter>(
        async () => {
          const since = await byServerClock({ hosts, timeScale: pace.timeScale }, vcenter, input.removedAtMs);
          const clusters = await hosts.readClusters(vcenter, input.clusters, callOptions());
          const all = clusters.flatMap((cluster) => cluster.hosts);
          const seen = afterRemoval(all, new Date(since).toISOString(), refusals);
          const { confirmed, pending } = seen;
          const lost = seen.lost.filter(({ moid }) => lostBefore.has(moid));
          lostBefore = new Set(seen.lost.map(({ moid }) => moid));
          const isOver =
            until === 'held'
              ? seen.lost.length === 0
              : lost.length > 0 || (seen.lost.length === 0 && pending.length === 0);
          if (!isOver) return { state: 'working', have: haveOf(seen, all.length) };
          const names = until === 'held' ? [] : lost.slice(0, NAMES_IN_PAYLOAD);
          return { state: 'done', value: { lost: names, confirmed: confirmed.length } };
        },
        input.patience,
        timingsFor('attestationRenewal', pace),
      );
    },
  };
}

function haveOf({ lost, confirmed }: AfterRemoval, all: number): string {
  const anew = `${confirmed.length} of ${all} hosts attested anew`;
  return lost.length === 0 ? anew : `${anew}, not attested: ${lost.map(({ name }) => name).join(', ')}`;
}
