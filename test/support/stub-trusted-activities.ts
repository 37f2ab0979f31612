import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { AttestedAfter } from '../../src/activities/retiring.js';
import type { Watched } from '../../src/activities/watch.js';
import type { TrustedSide, VCenterRef } from '../../src/domain/model/estate.js';
import type { Candidate } from '../../src/domain/operations/onboard-cluster/candidate.js';
import { imageDatabaseOf } from '../../src/lab/world/image-database.js';
import { aTrustedConfiguration } from './archive-builders.js';
import { candidateOf } from './stub-candidate.js';
import type { StubFacts } from './stub-facts.js';
import { done, type OnCluster, type OnHost, type StubSteps } from './stub-steps.js';
import type { StubWorld } from './stub-world.js';

/** Clock of the trusted vCenter, long after every boot. */
export const STUB_CLOCK = '2026-03-01T00:00:00.000Z';

/** What only the trusted side of a stub estate does. */
export function stubTrustedActivities(world: StubWorld, facts: StubFacts, steps: StubSteps) {
  const { shape, trouble, wl, hosts, bound, applied, effect, put } = world;
  const { attestationOf, clusterFacts, configuration, vcenterFacts, link } = facts;
  const { hold, store, storedPart, refuseUnreadable } = steps;

  return {
    surveyCandidate: async ({ cluster, tpmRules }: { cluster: string; tpmRules?: string }) => {
      const read = candidateOf(world, facts, cluster);
      const moids = read.cluster.hosts.map(({ ref }) => ref.moid);
      const tpmTrust: Candidate['tpmTrust'] = {
        settings: configuration().tpmSettings,
        isPartial: false,
        hosts: Object.fromEntries(
          moids.map((moid) => [moid, { isRegistered: true, certificate: 'known-ca' }]),
        ),
      };
      return store({ ...read, ...(tpmRules !== undefined && { tpmTrust }) });
    },
    summariseAttestation: async () => ({
      unattested: [...hosts.values()]
        .filter((host) => host.ref.vcenter === wl.name && attestationOf(host).status !== 'attested')
        .map(({ ref }) => ref),
    }),
    archiveTrustedSide: async ({
      vcenter,
      clusters,
    }: {
      vcenter: VCenterRef;
      clusters: readonly string[];
    }) => {
      const bindings = clusters.map((name) => ({ name, moid: name, attestation: [], keyProvider: [] }));
      return storedPart({ ...aTrustedConfiguration(), clusters: bindings }, {}, vcenter);
    },
    readCluster: async ({ cluster }: OnCluster) => clusterFacts(cluster.name),
    startBinding: async ({ cluster, kind }: OnCluster & { kind: string }) => {
      effect(`bind ${kind} ${cluster.name}`);
      if (trouble.bindingFails?.() === undefined) bound.add(`${kind} ${cluster.name}`);
      return {};
    },
    awaitBinding: async ({
      cluster,
      kind,
      patience,
    }: OnCluster & { kind: string; patience: { handedOver: boolean } }): Promise<Watched<object>> => {
      if (bound.has(`${kind} ${cluster.name}`)) return done({ bound: true });
      if (!patience.handedOver) return { state: 'failed', error: trouble.bindingFails?.() ?? 'failed' };
      return Context.current().cancelled;
    },
    surveyTrustedSide: async ({ side }: { side: TrustedSide }) => {
      refuseUnreadable(side.vcenter);
      const clusters = side.clusters.map(({ name }) => clusterFacts(name));
      return store({ vcenter: vcenterFacts(side.vcenter), link, clusters });
    },
    surveyBeyond: async ({ side }: { side: TrustedSide }) => {
      refuseUnreadable(side.vcenter);
      return store({ vcenter: side.vcenter.name, clock: STUB_CLOCK, clusters: [] });
    },
    awaitAttestedAfter: async (): Promise<Watched<AttestedAfter>> => {
      await hold('renewal', 'wl-vc');
      const all = [...hosts.values()].filter((host) => host.ref.vcenter === wl.name);
      const lost = all.filter((host) => attestationOf(host).status !== 'attested').map(({ ref }) => ref);
      return done({ lost, confirmed: all.length - lost.length });
    },
    readTrust: async () => ({
      link: { ...link, attestationServices: trouble.registered?.() ?? link.attestationServices },
      applied: Object.keys(shape.clusters).map((cluster) => ({
        cluster,
        health: applied[cluster] ?? 'OK',
        ref: clusterFacts(cluster).ref,
      })),
    }),
    startTrustRemediation: async ({ cluster }: OnCluster) => {
      effect(`remediate ${cluster.name}`);
      applied[cluster.name] = 'OK';
      return {};
    },
    awaitTrustRemediation: async () => done({ isOk: true }),
    exportImage: async ({ host, version }: OnHost & { version: string }) => {
      const refusal = trouble.exportRefused?.();
      if (refusal !== undefined) throw ApplicationFailure.nonRetryable(refusal, 'refused');
      await hold('export', host.name);
      effect(`export ${host.name}`);
      return {
        version,
        hash: await put(imageDatabaseOf(version)),
        bytes: 10,
        sourceHost: host.name,
        exportedAt: new Date().toISOString(),
        quickBooted: false,
      };
    },
  };
}
