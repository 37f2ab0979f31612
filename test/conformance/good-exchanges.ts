import { eventually } from '../support/eventually.js';
import { startLabVSphere } from '../support/lab-vsphere.js';
import type { Exchange } from './check-log.js';

/** What the product's client and the lab say to each other when all is well, or refused in good order. */
export async function recordGood(): Promise<Exchange[]> {
  // Slow enough for tasks to be seen while they run.
  const bench = await startLabVSphere({ speed: 20, record: false });
  const { appliance, hosts, lifecycle, tasks, trustAuthority } = bench.vsphere;
  const { ta, wl } = bench;
  try {
    await Promise.all([appliance.readVCenter(ta), appliance.readVCenter(wl)]);
    await appliance.readUpdate(ta);
    await refusal(appliance.precheck(ta, '9.0.0'));

    const [cluster] = await hosts.readClusters(wl, ['Prod-A']);
    if (!cluster) throw new Error('no cluster');
    const policy = await lifecycle.readPolicy(wl, cluster.ref);
    await lifecycle.writePolicy(wl, cluster.ref, policy.raw);
    const commit = await lifecycle.startCommit(wl, cluster.ref, '8.0.3-24022510', 'to U3');
    await eventually('the commit', async () => (await tasks.readTask(wl, commit)).state === 'succeeded');

    const { cluster: authority } = await trustAuthority.readAuthority(ta, 'TA');
    const garbage = await trustAuthority.startImport(ta, authority, Buffer.from('no image database'));
    await trustAuthority.findImport(ta, authority);
    await eventually('the refusal', async () => (await tasks.readTask(ta, garbage)).state === 'failed');
  } finally {
    await bench.vsphere.close();
  }
  const log = [...bench.lab.wire.read()];
  await bench.stop();
  return log;
}

async function refusal(call: Promise<unknown>): Promise<void> {
  await call.then(
    () => {
      throw new Error('was not refused');
    },
    () => undefined,
  );
}
