import type { Candidate } from '../../src/domain/operations/onboard-cluster/candidate.js';
import type { EstateInventory } from '../../src/domain/model/inventory.js';
import type { UpgradeRequest } from '../../src/domain/model/plan.js';
import { stubAuthorityActivities } from './stub-authority-activities.js';
import { candidateOf } from './stub-candidate.js';
import { stubFacts } from './stub-facts.js';
import { stubHostActivities } from './stub-host-activities.js';
import { createStubServices } from './stub-services.js';
import type { StubShape, StubTrouble } from './stub-shape.js';
import { stubSteps } from './stub-steps.js';
import { stubTrustedActivities } from './stub-trusted-activities.js';
import { stubVCenterActivities } from './stub-vcenter-activities.js';
import { createStubWorld, OLD, VC_NEW } from './stub-world.js';

/**
 * An estate that exists in memory only and does everything at once: what the order of a run is tested with. Effects
 * are listed as `effect subject`; nothing of vSphere is simulated.
 */
export function createStubEstate(shape: StubShape, trouble: StubTrouble = {}) {
  const world = createStubWorld(shape, trouble);
  const { ta, wl, estate, updateStates, applied, versions, effects, imports, hosts, policies, tasks } = world;
  const { images, effect, useBlobs } = world;
  const facts = stubFacts(world);
  const { authority, clusterFacts, vcenterFacts, link } = facts;
  const steps = stubSteps(world);
  const { store } = steps;
  const zone = { ...stubHostActivities(world, facts, steps), ...stubVCenterActivities(world, facts, steps) };
  const services = createStubServices(
    [...hosts.values()].filter(({ ref }) => ref.vcenter === ta.name).map(({ ref }) => ref),
    { trouble, effect, store },
  );
  return {
    estate,
    trouble,
    updateStates,
    applied,
    /** Version per vCenter; people who upgrade one write it here. */
    versions,
    effects,
    imports,
    hosts,
    policies,
    tasks,
    useBlobs,
    /** Somebody imports a base image into the Trust Authority Cluster. */
    importByHand: (version: string) => void images.add(version),
    /** Somebody removes one. */
    removeByHand: (version: string) => void images.delete(version),
    authorityZone: { ...zone, ...stubAuthorityActivities(world, facts, steps), ...services.activities },
    candidate: (name: string): Candidate => candidateOf(world, facts, name),
    /** Whether a service of a TA host runs; people write it. */
    services: services.running,
    servicesReading: services.reading,
    trustedZone: { ...zone, ...stubTrustedActivities(world, facts, steps) },
    inventory: (): EstateInventory => ({
      estate: estate.name,
      readAt: '2026-01-01T00:00:00.000Z',
      authority: { vcenter: vcenterFacts(ta), facts: authority(), cluster: clusterFacts('TA') },
      trusted: [{ vcenter: vcenterFacts(wl), link, clusters: Object.keys(shape.clusters).map(clusterFacts) }],
      archivedImages: [OLD],
      imageFiles: shape.imageFiles ?? [],
      configurationArchivedAt: '2026-01-01T00:00:00.000Z',
      ledger: [],
      unreadable: [],
    }),
    request: {
      estate: 'stub',
      vcenterVersion: VC_NEW.version,
      esxVersion: '8.0.3-0.0.24022510',
      boot: 'policy' as const,
      ...shape.request,
    } satisfies UpgradeRequest,
  };
}

export type StubEstate = ReturnType<typeof createStubEstate>;
