import type { VCenterRef } from '../src/domain/model/estate.js';
import type { VSpherePorts } from '../src/ports/vsphere.js';
import { startLab, type RunningLab } from '../src/lab/index.js';
import type { Topology } from '../src/lab/topology/schema.js';
import { createVSphere } from '../src/vsphere/index.js';

/** A lab with the product's clients pointed at its trusted vCenter. */
export interface BenchLab {
  readonly lab: RunningLab;
  readonly vsphere: VSpherePorts;
  readonly vcenter: VCenterRef;
  /** Exchanges that the lab's doors have seen so far. */
  readonly calls: () => number;
  readonly stop: () => Promise<void>;
}

/** @param speed - lab seconds per real second */
export const startBenchLab = async (topology: Topology, speed: number): Promise<BenchLab> => {
  const lab = await startLab({ topology, seed: 1, speed });
  const place = lab.vcenters.find(({ role }) => role === 'trusted');
  const user = lab.world.vcenters.get(place?.name ?? '')?.users.find(({ name }) => name.startsWith('svc-'));
  if (!place || !user) throw new Error('the topology has no trusted vCenter with a service account');
  const vsphere = createVSphere({
    secrets: { resolve: () => Promise.resolve({ username: user.name, password: user.password }) },
    timeScale: speed,
  });
  const { name, url, thumbprint } = place;
  return {
    lab,
    vsphere,
    vcenter: { name, url, tls: { thumbprint }, credential: name, zone: 'trusted' },
    calls: () => [...lab.wire.read()].at(-1)?.seq ?? 0,
    stop: async () => {
      await vsphere.close();
      await lab.stop();
    },
  };
};
