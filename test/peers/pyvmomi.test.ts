import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { startLab, type RunningLab } from '../../src/lab/index.js';
import { declaredMethods, isA } from '../../src/lab/soap/schema/index.js';
import { loadTopology } from '../../src/lab/topology/load.js';
import { describeWithPeer } from '../support/peers.js';
import { caseNames, listCases, runCases, type Expected, type Outcome } from '../support/pyvmomi.js';

const topologyFile = fileURLToPath(new URL('../../examples/topologies/small.yaml', import.meta.url));

const names = caseNames('cases.txt');
const expected: Expected = {
  version: '8.0.2.0',
  esxi: '8.0.2-22380479',
  subjects: { vCenter: 'wl-vc', ESXi: 'prod-b-esx4' },
};

/** Lab seconds per second: long enough to see progress, short enough to wait for. */
const SPEED = 300;

async function startEstate(): Promise<RunningLab> {
  const topology = await loadTopology(topologyFile);
  const reader = { name: 'reader@vsphere.local', groups: [], privileges: ['System.Read', 'System.View'] };
  const vcenters = topology.vcenters.map((vcenter) => ({ ...vcenter, users: [...vcenter.users, reader] }));
  return startLab({ topology: { ...topology, vcenters }, seed: 1, speed: SPEED });
}

describeWithPeer('pyvmomi', "pyVmomi against the lab's SOAP servers", (path) => {
  let lab: RunningLab;
  let outcomes: ReadonlyMap<string, Outcome>;

  beforeAll(async () => {
    lab = await startEstate();
    outcomes = await runCases(path, names, lab, expected);
  });
  afterAll(() => lab?.stop());

  it.each(names)('%s', (name) => {
    expect(outcomes.get(name)).toMatchObject({ ok: true, detail: '' });
  });

  it('runs every case that there is, but for those that other tests run', async () => {
    const elsewhere = caseNames('cases-of-releases.txt').filter((name) => !names.includes(name));
    expect(new Set([...names, ...elsewhere])).toEqual(new Set(await listCases(path)));
    expect([...outcomes.keys()]).toEqual(names);
  });

  it('was answered by every method that the lab has', () => {
    const answered = [...lab.wire.read()]
      .filter(({ status }) => status === 200)
      .flatMap(({ requestBody }) => {
        const { type, method } = (requestBody ?? {}) as { type?: string; method?: string };
        return type && method ? [{ type, method }] : [];
      });
    const missing = declaredMethods.filter(
      ({ type, name }) => !answered.some((call) => call.method === name && isA(call.type, type)),
    );
    expect(missing.map(({ type, name }) => `${type}.${name}`)).toEqual([]);
  });
});
