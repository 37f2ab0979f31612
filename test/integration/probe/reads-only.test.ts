import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadTopology } from '../../../src/lab/topology/load.js';
import { restOperationOf } from '../../../src/vsphere/rest/operations.js';
import {
  estateOf,
  probeEstate,
  secretsOf,
  startProbeBench,
  type Probed,
  type ProbeBench,
} from '../../support/probe-bench.js';
import { findSecrets } from '../../support/secret-search.js';

interface WireLine {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

let bench: ProbeBench;
let probed: Probed;
let journalBefore: number;
const sessionIds = new Set<string>();
const journal = () => bench.lab.world.journal.entries;

beforeAll(async () => {
  const topology = await loadTopology('examples/topologies/linked.yaml');
  bench = await startProbeBench({ topology, seed: 1, speed: 60 });
  journalBefore = journal().length;
  const { world } = bench.lab;
  world.onChange(() => {
    for (const { sessions } of world.vcenters.values()) for (const id of sessions.keys()) sessionIds.add(id);
  });
  probed = await bench.probe();
});
afterAll(() => bench.stop());

describe('a probe of a whole estate', () => {
  it('reads everything, and says what it reads', () => {
    expect(probed.observed.unreadable).toEqual([]);
    expect(probed.progress).toContain('wl-east: reading cluster East-B');
    expect(probed.findings.filter(({ verdict }) => verdict === 'different')).toEqual([]);
  });

  it('sends reads only, says the wire log of the lab', () => {
    const lines = [...bench.lab.wire.read(0)] as WireLine[];
    const rest = lines.filter(({ path }) => path.startsWith('/api'));
    expect(rest.length).toBeGreaterThan(50);
    const notRead = rest.filter(({ method, path }) => {
      const { pathname, searchParams } = new URL(path, 'https://lab');
      const query = Object.fromEntries([...searchParams].filter(([key]) => key === 'action'));
      const isTask = searchParams.get('vmw-task') === 'true';
      const known = restOperationOf({
        method: method as 'GET',
        path: decodeURIComponent(pathname.slice('/api'.length)),
        query: { ...query, ...(isTask ? { 'vmw-task': true } : {}) },
      });
      return known?.isRead !== true;
    });
    expect(notRead).toEqual([]);
    const soap = new Set(lines.filter(({ path }) => path.startsWith('/sdk')).map(({ path }) => path));
    expect(soap.size).toBeGreaterThan(0);
    expect(JSON.stringify([...bench.lab.wire.read(0)])).not.toMatch(/_Task|RestartService|UpdateOptions/);
  });

  it('causes no effect but its own sessions, says the journal of the lab', () => {
    const effects = journal()
      .slice(journalBefore)
      .map(({ effect }) => effect);
    expect([...new Set(effects)].toSorted()).toEqual(['session.ended', 'session.opened']);
  });

  it('logs out everywhere', () => {
    const sessions = [...bench.lab.world.vcenters.values()].flatMap((vcenter) => [
      ...vcenter.sessions.keys(),
    ]);
    expect(sessions).toEqual([]);
  });
});

describe('the recording of it', () => {
  /** Every name, address, thumbprint and ID that the lab has, except those that a recording keeps. */
  const identities = (): string[] => {
    const { vcenters, world } = bench.lab;
    const states = [...world.vcenters.values()];
    return [
      ...vcenters.flatMap(({ name, url, thumbprint, clusters, hosts }) => [
        name,
        url,
        new URL(url).host,
        thumbprint,
        ...clusters.map((cluster) => cluster.name),
        ...hosts.flatMap((host) => [host.name, host.address, host.thumbprint]),
      ]),
      ...states.flatMap(({ vms, hosts, datacenter, users, instanceUuid, principal, taServices }) => [
        datacenter.name,
        instanceUuid,
        principal.id,
        principal.name,
        principal.issuer,
        ...principal.certificates.flat(),
        ...users.map((user) => user.name),
        ...[...vms.values()].map((vm) => vm.name),
        ...[...hosts.values()].flatMap(({ uuid, endpoint }) => [uuid, endpoint?.thumbprintSha1 ?? '']),
        ...[...taServices.values()].flatMap(({ id, group, taCluster, trustedCa }) => [
          id,
          group,
          taCluster,
          ...trustedCa,
        ]),
      ]),
      'kp-main',
      'master-key-1',
      'kms-1',
      'kms-1.example.com',
      'vta-kmip',
      'Production keys',
      'tpm-vendor-ca',
      bench.estate.name,
    ].filter((text) => text !== '');
  };

  it('holds no name, address, certificate or ID of the estate', () => {
    const words = new Set(probed.text.split(/[^A-Za-z0-9_.:@/-]+/));
    const found = identities().filter(
      (text) => words.has(text) || (text.length > 6 && probed.text.includes(text)),
    );
    expect(found).toEqual([]);
  });

  it('holds no password and no session ID, in whatever spelling', () => {
    const { world } = bench.lab;
    const passwords = [...world.vcenters.values()].flatMap((vcenter) =>
      [...vcenter.users, ...world.hostUsers(vcenter)].map(({ password }) => password),
    );
    expect(passwords.length).toBeGreaterThan(6);
    expect(sessionIds.size).toBeGreaterThanOrEqual(6);
    const places = [
      { where: 'recording', text: probed.text },
      { where: 'names', text: probed.namesText },
      { where: 'findings', text: JSON.stringify(probed.findings) },
    ];
    expect(findSecrets([...passwords, ...sessionIds], places)).toEqual([]);
  });

  it('has every name in the names file, and nothing but names there', () => {
    const { names } = probed.recorded;
    const values = new Set(Object.values(names));
    for (const name of ['ta-vc', 'East-B', 'east-b-esx1', 'e-erp-db', 'kp-main'])
      expect(values.has(name)).toBe(true);
    expect(Object.keys(names).every((pseudonym) => /^n\d{3}-[a-z]+$/.test(pseudonym))).toBe(true);
  });
});

describe('a part that cannot be read', () => {
  const partsOf = ({ observed }: Probed) =>
    observed.unreadable.map(
      ({ vcenter, part, cluster = '', kind }) => `${vcenter}, ${part} ${cluster}: ${kind}`,
    );

  it('an unknown cluster is named, and the others are read', async () => {
    const estate = estateOf(bench.estateText.replace('name: East-A', 'name: East-X'));
    const result = await probeEstate(estate, secretsOf(bench.lab));
    expect(partsOf(result)).toEqual(['wl-east, cluster East-X: not-found']);
    expect(result.observed.vcenters.map(({ clusters }) => clusters.length)).toEqual([1, 1, 1]);
    expect(result.text).not.toContain('East');
  });

  it('a vCenter that refuses the login is left alone after one try', async () => {
    const secrets = secretsOf(bench.lab);
    const result = await probeEstate(bench.estate, {
      resolve: async (credential) => {
        const login = await secrets.resolve(credential);
        return credential === 'wl-west' ? { ...login, password: 'Wrong-password-1' } : login;
      },
    });
    expect(partsOf(result)).toEqual(['wl-west, version : refused']);
    expect(result.text).not.toContain('Wrong-password-1');
    expect(result.observed.vcenters.map(({ clusters }) => clusters.length)).toEqual([1, 0, 2]);
  });

  it('a login without vTA rights: what it may see is recorded, the rest is named', async () => {
    const { world } = bench.lab;
    const result = await probeEstate(bench.estate, {
      resolve: async (credential) => {
        const users = world.vcenters.get(credential)?.users ?? [];
        const user = users.find(({ name }) => name.startsWith('administrator'));
        return { username: user?.name ?? '', password: user?.password ?? '' };
      },
    });
    expect(partsOf(result)).toContain('ta-vc, Trust Authority Cluster TA: refused');
    expect(result.observed.vcenters[0]?.clusters).toHaveLength(1);
    expect(result.recorded.recording.authority).toBeUndefined();
  });
});
