import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TopologyError } from '../../../../src/lab/topology/problem.js';
import { convertRecording } from '../../../../src/lab/topology/recording/convert.js';
import { loadRecording } from '../../../../src/lab/topology/recording/load.js';
import { Recording } from '../../../../src/lab/topology/recording/schema.js';
import { lastBootOf } from '../../../../src/lab/topology/recording/versions.js';
import { Recording as Written } from '../../../../src/probe/recording/format.js';
import { aRecording } from '../../../support/recordings.js';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vta-recording-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const write = async (text: string, name = 'estate.json'): Promise<string> => {
  const file = join(dir, name);
  await writeFile(file, text);
  return file;
};
const textOf = (change: (recording: any) => void = () => undefined): string => {
  const recording = aRecording();
  change(recording);
  return JSON.stringify(recording, null, 2);
};
const problemsOf = async (text: string): Promise<string> => {
  const file = await write(text);
  const error: unknown = await loadRecording(file).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TopologyError)) throw new Error(`not refused: ${String(error)}`);
  return error.message.replaceAll(file, 'estate.json');
};

describe('a recording', () => {
  it('becomes a topology', async () => {
    const { topology, notes } = await loadRecording(await write(textOf()));
    expect(notes).toEqual([]);
    expect(topology.vcenters.map(({ name, role }) => [name, role])).toEqual([
      ['n098-vcenter', 'authority'],
      ['n099-vcenter', 'trusted'],
    ]);
    expect(topology.vcenters[1]?.clusters[0]).toMatchObject({
      moid: 'domain-c9',
      hosts: [
        { name: 'n020-host', moid: 'host-20', version: '8.0.2-22380479', lastBoot: 'full' },
        { name: 'n021-host' },
      ],
    });
  });

  it('has one format, though writer and reader know it apart from each other', () => {
    expect(Written.parse(aRecording())).toEqual(Recording.parse(aRecording()));
  });

  it.each`
    mistake                    | change                                                                                                                                                 | problem
    ${'another format'}        | ${(r: any) => (r.format = 'something')}                                                                                                                | ${/estate\.json:2:\d+: format: found "something", allowed: vta-recording/}
    ${'an unknown version'}    | ${(r: any) => (r.version = 2)}                                                                                                                         | ${/estate\.json:3:\d+: version: found 2, allowed: 1/}
    ${'an unknown field'}      | ${(r: any) => (r.vcenters[0].password = 'x')}                                                                                                          | ${/vcenters\[0\]: unknown key "password"; allowed are name, role/}
    ${'a real name'}           | ${(r: any) => (r.vcenters[0].name = 'vc.corp.example')}                                                                                                | ${/vcenters\[0\]\.name: found "vc\.corp\.example", allowed: a pseudonym such as n012-host/}
    ${'no version of ESXi'}    | ${(r: any) => (r.vcenters[1].clusters[0].hosts[0].installed = '8')}                                                                                    | ${/hosts\[0\]\.installed: found "8", allowed: an ESXi version/}
    ${'two authorities'}       | ${(r: any) => (r.vcenters[1].role = 'authority')}                                                                                                      | ${/vcenters: found 2 vCenters with role authority; allowed: exactly 1/}
    ${'no authority'}          | ${(r: any) => delete r.authority}                                                                                                                      | ${/found no authority: the Trust Authority Cluster could not be read\. Probe again/}
    ${'a vCenter unread'}      | ${(r: any) => delete r.vcenters[1].version}                                                                                                            | ${/vcenters\[1\]: found no version: this vCenter could not be read/}
    ${'no cluster'}            | ${(r: any) => (r.vcenters[1].clusters = [])}                                                                                                           | ${/vcenters\[1\]\.clusters: found no cluster/}
    ${'no version anywhere'}   | ${(r: any) => r.vcenters[1].clusters[0].hosts.forEach((host: any) => delete host.installed)}                                                           | ${/hosts: found no host with a version/}
    ${'a cluster elsewhere'}   | ${(r: any) => (r.vcenters[1].clusters[0].kind = 'authority')}                                                                                          | ${/kind: found "authority" on a vCenter with role trusted/}
    ${'one ID twice'}          | ${(r: any) => (r.vcenters[1].clusters[0].hosts[1].moid = 'host-20')}                                                                                   | ${/hosts\[1\]\.moid: found a second object "host-20"/}
    ${'one host twice'}        | ${(r: any) => (r.vcenters[1].clusters[0].hosts[1].name = 'n010-host')}                                                                                 | ${/hosts\[0\]\.name|hosts\[1\]\.name: found a second host "n010-host"/}
    ${'a VM without host'}     | ${(r: any) => r.vcenters[1].clusters[0].vms.push({ moid: 'vm-1', name: 'n050-vm', host: 'host-9', poweredOn: true, encrypted: false, pinned: false })} | ${/vms\[0\]\.host: found "host-9", no host of this cluster/}
    ${'a boot without time'}   | ${(r: any) => delete r.vcenters[1].clusters[0].hosts[0].bootedAt}                                                                                      | ${/hosts\[0\]\.boot: found "full" without bootedAt; allowed: unknown/}
    ${'a principal of nobody'} | ${(r: any) => (r.authority.principals[0].vcenter = 'n001-vcenter')}                                                                                    | ${/authority\.principals\[0\]\.vcenter: found "n001-vcenter", no trusted vCenter; allowed: n099-vcenter/}
  `('with $mistake is refused with field and reason', async ({ change, problem }: any) => {
    expect(await problemsOf(textOf(change))).toMatch(problem);
  });

  it('that is cut off is refused where it ends, without quoting it', async () => {
    const text = textOf();
    const problems = await problemsOf(text.slice(0, text.length / 2));
    expect(problems).toMatch(
      /^estate\.json:\d+:\d+: found no complete JSON; the file is damaged or cut off$/,
    );
  });

  it('that is not there is named', async () => {
    await expect(loadRecording(join(dir, 'nowhere.json'))).rejects.toThrow(
      'nowhere.json:1:1: there is no such file',
    );
  });
});

describe('names of a recording', () => {
  const namesFor = (text: string, names: Record<string, string>): string =>
    JSON.stringify({
      format: 'vta-recording-names',
      version: 1,
      recording: createHash('sha256').update(text).digest('hex'),
      names,
    });

  it('stand in place of the pseudonyms, also inside texts', async () => {
    const text = textOf((recording) => {
      const [first] = recording.vcenters[1].clusters[0].hosts;
      const messages = [{ id: 'com.vmware.x.no_ek', text: 'n020-host has no key, not n0201-host' }];
      first.attestation = [{ status: 'notAttested', messages }];
    });
    const names = namesFor(text, {
      'n020-host': 'esx-a.corp.example',
      'n011-host': 'ta-2',
      'n002-cluster': 'Prod (A)',
    });
    const { topology } = await loadRecording(await write(text), await write(names, 'names.json'));
    const cluster = topology.vcenters[1]?.clusters[0];
    expect(cluster?.name).toBe('Prod (A)');
    expect(cluster?.hosts[0]).toMatchObject({
      name: 'esx-a.corp.example',
      attestationFailures: { 'ta-2': { text: 'esx-a.corp.example has no key, not n0201-host' } },
    });
  });

  it('of another recording are refused', async () => {
    const names = await write(namesFor('another', {}), 'names.json');
    await expect(loadRecording(await write(textOf()), names)).rejects.toThrow(
      'names.json:1:1: these are the names of another recording',
    );
  });

  it('are no recording, nor the other way round', async () => {
    const file = await write(textOf());
    await expect(loadRecording(file, file)).rejects.toThrow('format: found "vta-recording"');
  });
});

describe('what nobody can read is concluded, and said', () => {
  const [, trusted] = aRecording().vcenters;
  const host = trusted?.clusters[0]?.hosts[0];
  if (!host) throw new Error('the recording of the tests has hosts');
  const [newer, older] = ['8.0.3-24022510', '8.0.2-22380479'];
  const failing = { status: 'notAttested', messages: [{ id: 'x.attest_unknown_software', text: '' }] };
  const other = { status: 'notAttested', messages: [{ id: 'x.no_ek', text: '' }] };

  it.each`
    host                                           | trusted           | depot             | result
    ${{ boot: 'full' }}                            | ${[older]}        | ${[]}             | ${{ lastBoot: 'full', measured: newer }}
    ${{ boot: 'quick' }}                           | ${[newer, older]} | ${[]}             | ${{ lastBoot: 'quick', measured: older }}
    ${{ boot: 'unknown' }}                         | ${[newer, older]} | ${[]}             | ${{ lastBoot: 'full', measured: newer }}
    ${{ boot: 'unknown' }}                         | ${[older]}        | ${[]}             | ${{ lastBoot: 'quick', measured: older }}
    ${{ boot: 'quick', attestation: [failing] }}   | ${[newer]}        | ${[newer, older]} | ${{ lastBoot: 'quick', measured: older }}
    ${{ boot: 'quick', attestation: [failing] }}   | ${[newer, older]} | ${[newer, older]} | ${{ lastBoot: 'quick', measured: '8.0.3-1' }}
    ${{ boot: 'quick', attestation: [failing] }}   | ${[older]}        | ${[]}             | ${{ lastBoot: 'quick', measured: newer }}
    ${{ boot: 'quick', attestation: [other] }}     | ${[newer, older]} | ${[]}             | ${{ lastBoot: 'quick', measured: older }}
    ${{ boot: 'unknown', attestation: undefined }} | ${[]}             | ${[]}             | ${{ lastBoot: 'full', measured: newer }}
  `('$host with $trusted trusted: $result', ({ host: change, trusted: images, depot, result }: any) => {
    const attested = [{ status: 'attested', messages: [] }];
    const recorded = Recording.shape.vcenters.element.shape.clusters.element.shape.hosts.element.parse({
      ...host,
      attestation: attested,
      ...change,
    });
    expect(lastBootOf(recorded, newer, images, depot)).toEqual(result);
  });

  it('a lab is told what is not as it was', () => {
    const recording = aRecording();
    const [, wl] = recording.vcenters;
    const cluster = wl?.clusters[0];
    if (!wl || !cluster) throw new Error('the recording of the tests has a trusted cluster');
    Object.assign(wl, { health: 'purple', updateState: 'ROLLBACK_IN_PROGRESS' });
    wl.updates.push({ version: 'newest', name: 'x', type: 'UPDATE', rebootRequired: true });
    Object.assign(cluster, { drs: 'unknown', appliedConfig: 'NONE' });
    cluster.hosts[1] = {
      ...cluster.hosts[1],
      boot: 'unknown',
      connection: 'unknown',
    } as (typeof cluster.hosts)[0];
    const { notes } = convertRecording(Recording.parse(recording));
    expect(notes).toEqual([
      expect.stringContaining('update state ROLLBACK_IN_PROGRESS is not known'),
      expect.stringContaining('health purple is not known'),
      expect.stringContaining('update newest has no version'),
      expect.stringContaining('DRS mode is unknown'),
      expect.stringContaining('applied vTA configuration is unknown'),
      expect.stringContaining('its connection is unknown'),
      expect.stringContaining('what it measured at its last full boot is unknown'),
    ]);
  });
});
