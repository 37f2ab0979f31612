import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { generateTopology } from '../../../../src/lab/topology/generate.js';
import { topologyJsonSchema } from '../../../../src/lab/topology/json-schema.js';
import { loadTopology, parseTopology } from '../../../../src/lab/topology/load.js';
import { TopologyError } from '../../../../src/lab/topology/problem.js';

const SMALL = 'examples/topologies/small.yaml';

function problemsIn(text: string): string[] {
  try {
    parseTopology(text, 'lab.yaml');
  } catch (error) {
    if (error instanceof TopologyError) return error.message.split('\n');
    throw error;
  }
  return [];
}

/** The small sample with one text replaced by another. */
async function broken(from: string, to: string): Promise<string[]> {
  const text = await readFile(SMALL, 'utf8');
  if (!text.includes(from)) throw new Error(`${SMALL} holds no "${from}"`);
  return problemsIn(text.replace(from, to));
}

describe('sample topologies', () => {
  it('small: three Trust Authority hosts, two trusted clusters of four, one of them with Quick Boot', async () => {
    const topology = await loadTopology(SMALL);
    const shape = topology.vcenters.map(({ name, clusters }) => [
      name,
      clusters.map((cluster) => [cluster.name, cluster.hosts.length, cluster.quickBoot]),
    ]);
    expect(shape).toEqual([
      ['ta-vc', [['TA', 3, false]]],
      [
        'wl-vc',
        [
          ['Prod-A', 4, false],
          ['Prod-B', 4, true],
        ],
      ],
    ]);
  });

  it('linked: two trusted vCenters', async () => {
    const topology = await loadTopology('examples/topologies/linked.yaml');
    expect(topology.vcenters.map(({ role }) => role)).toEqual(['authority', 'trusted', 'trusted']);
  });

  it.each(['small', 'small-7.0u3', 'linked', 'quick-boot', 'regular-cluster', 'retire-images'])(
    '%s: every trusted cluster has a host without encrypted VMs',
    async (name) => {
      const topology = await loadTopology(`examples/topologies/${name}.yaml`);
      const clusters = topology.vcenters
        .flatMap((vcenter) => vcenter.clusters)
        .filter(({ kind }) => kind === 'trusted');
      for (const cluster of clusters) {
        const encrypted = new Set(cluster.vms.filter((vm) => vm.encrypted).map((vm) => vm.host));
        expect(cluster.hosts.some((host) => !encrypted.has(host.name))).toBe(true);
      }
    },
  );

  it('the published JSON Schema is current (print it with `node dist/lab/main.js --print-schema`)', async () => {
    const published: unknown = JSON.parse(await readFile('examples/topologies/topology.schema.json', 'utf8'));
    expect(published).toEqual(JSON.parse(topologyJsonSchema()));
  });
});

describe('a mistake in a topology', () => {
  it.each`
    mistake                     | from                               | to                              | problem
    ${'wrong value'}            | ${'role: authority'}               | ${'role: boss'}                 | ${'lab.yaml:27:11: vcenters[0].role: found "boss", allowed: authority, trusted'}
    ${'misspelt key'}           | ${'quickBoot: true'}               | ${'quickboot: true'}            | ${/lab\.yaml:\d+:9: vcenters\[1\]\.clusters\[1\]: unknown key "quickboot"; allowed are name, kind/}
    ${'impossible version'}     | ${'version: 8.0.2.00000'}          | ${'version: eight'}             | ${/vcenters\[0\]\.version: found "eight", allowed: a vCenter version/}
    ${'VM on unknown host'}     | ${'name: db-1, host: prod-a-esx2'} | ${'name: db-1, host: nowhere'}  | ${/lab\.yaml:\d+:\d+: .*vms\[\d\]\.host: found "nowhere", no host of cluster Prod-A; allowed: prod-a-esx1/}
    ${'TA cluster elsewhere'}   | ${'kind: trusted'}                 | ${'kind: authority'}            | ${/clusters\[0\]\.kind: found "authority" on a vCenter with role trusted; allowed: trusted, plain/}
    ${'update to another line'} | ${'version: 8.0.3.00000, name'}    | ${'version: 9.0.0.00000, name'} | ${/updates\[0\]\.version: found "9.0.0.00000", which an appliance of 8.0.2.00000 cannot install; allowed: 8.0.x/}
    ${'second host of a name'}  | ${'name: prod-a-esx2 }'}           | ${'name: prod-a-esx1 }'}        | ${/hosts\[1\]\.name: found a second host "prod-a-esx1"/}
  `(
    '$mistake: names line and column, what was found and what is allowed',
    async ({ from, to, problem }: any) => {
      const problems = await broken(from, to);
      expect(problems.join('\n')).toEqual(
        typeof problem === 'string' ? problem : expect.stringMatching(problem),
      );
    },
  );

  it('in the YAML itself is placed too', () => {
    expect(problemsIn('name: x\n  bad: [1\n')[0]).toMatch(/^lab\.yaml:\d+:\d+: /);
  });

  it('in the file name is told plainly', async () => {
    await expect(loadTopology('nowhere.yaml')).rejects.toThrow('nowhere.yaml:1:1: there is no such file');
  });
});

describe('generated topologies', () => {
  it.each`
    release    | vcenter          | offered            | images
    ${'7.0.1'} | ${'7.0.1.00000'} | ${['7.0.3.01700']} | ${['7.0.1-16850804', '8.0.3-24022510']}
    ${'7.0.3'} | ${'7.0.3.01700'} | ${[]}              | ${['7.0.3-22348816', '8.0.3-24022510']}
    ${'8.0.0'} | ${'8.0.0.10000'} | ${['8.0.3.00000']} | ${['8.0.0-20513097', '8.0.3-24022510']}
    ${'8.0.3'} | ${'8.0.3.00000'} | ${[]}              | ${['8.0.3-24022510']}
  `(
    'start from $release when asked: their appliance offers $offered',
    ({ release, vcenter, offered, images }: any) => {
      const topology = generateTopology({ clusters: 1, hostsPerCluster: 2, seed: 3, release });
      for (const { version, updates, clusters } of topology.vcenters) {
        expect([version, updates.map((update) => update.version)]).toEqual([vcenter, offered]);
        expect(clusters.map((cluster) => cluster.version)).toEqual([images[0]]);
      }
      expect(topology.esxiImages.map((image) => image.version)).toEqual(images);
      expect(topology.trustAuthority.baseImages).toEqual([images[0]]);
    },
  );

  it('have the size that is asked for and depend on the seed only', () => {
    const topology = generateTopology({ clusters: 4, hostsPerCluster: 8, seed: 3 });
    const clusters = topology.vcenters[1]?.clusters ?? [];
    expect(clusters.map((cluster) => cluster.hosts.length)).toEqual([8, 8, 8, 8]);
    expect(generateTopology({ clusters: 4, hostsPerCluster: 8, seed: 3 })).toEqual(topology);
    expect(generateTopology({ clusters: 4, hostsPerCluster: 8, seed: 4 })).not.toEqual(topology);
  });

  it('keep their clusters when more are asked for', () => {
    const few = generateTopology({ clusters: 1, hostsPerCluster: 4, seed: 3 }).vcenters[1]?.clusters[0];
    const many = generateTopology({ clusters: 3, hostsPerCluster: 4, seed: 3 }).vcenters[1]?.clusters[0];
    expect(many).toEqual(few);
  });
});
