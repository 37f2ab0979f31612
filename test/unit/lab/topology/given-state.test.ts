import { describe, expect, it } from '@jest/globals';
import { contradictionsOf } from '../../../../src/lab/topology/check.js';
import { Topology, type TopologyInput } from '../../../../src/lab/topology/schema.js';
import { createWorld } from '../../../../src/lab/world/world.js';
import { aTopology, LabBench, OLD } from '../../../support/lab-world.js';

type Cluster = TopologyInput['vcenters'][number]['clusters'][number];

const refusal = { status: 'notAttested', id: 'com.vmware.x.no_ek', text: 'no endorsement key' } as const;

describe('a topology that gives more than names', () => {
  it('keeps managed object IDs, and counts on after the highest', () => {
    const hosts: Cluster['hosts'] = [{ name: 'a', moid: 'host-900' }, { name: 'b' }];
    const cluster = new LabBench({ cluster: { moid: 'domain-c7', hosts } }).cluster('Prod');
    expect(cluster.moid).toBe('domain-c7');
    expect([...cluster.vcenter.hosts.keys()]).toEqual(['host-900', 'host-901']);
  });

  it('refuses one ID for two objects', () => {
    const hosts: Cluster['hosts'] = [
      { name: 'a', moid: 'host-9' },
      { name: 'b', moid: 'host-9' },
    ];
    expect(contradictionsOf(aTopology({ cluster: { hosts } }))).toEqual([
      {
        path: ['vcenters', 1, 'clusters', 0, 'hosts', 1, 'moid'],
        text: 'found a second object "host-9"; names must differ',
      },
    ]);
  });

  it('boot time, commit, state and health of the appliance, its backup, its principal', () => {
    const base = aTopology({ cluster: { commit: '7' } });
    const [ta, wl] = base.vcenters;
    const bootedAt = '2025-12-24T12:00:00Z';
    wl?.clusters[0]?.hosts.forEach((host) => (host.bootedAt = bootedAt));
    Object.assign(wl ?? {}, {
      updateState: 'INSTALL_FAILED',
      health: 'yellow',
      backedUpAt: '2025-12-31T00:00:00Z',
      principalId: 'principal-1',
    });
    const { vcenters } = createWorld({
      topology: Topology.parse({ ...base, vcenters: [ta, wl] }),
      seed: 1,
      speed: 1,
      paused: true,
    });
    const vcenter = vcenters.get('wl-vc');
    expect(vcenter).toMatchObject({ health: 'yellow', update: { state: 'INSTALL_FAILED' } });
    expect(vcenter?.principal.id).toBe('principal-1');
    expect([...(vcenter?.backups.values() ?? [])]).toMatchObject([{ state: 'SUCCEEDED' }]);
    expect([...(vcenter?.clusters.values() ?? [])][0]?.commits.map(({ id }) => id)).toEqual(['7']);
    const booted = [...(vcenter?.hosts.values() ?? [])].map(({ lastBoot }) => lastBoot.at);
    expect(new Set(booted)).toEqual(new Set([Date.parse(bootedAt)]));
  });

  it('a cluster whose applied configuration is in error lacks a key provider service, and attests', () => {
    const bench = new LabBench({ cluster: { appliedConfig: 'ERROR' } });
    const { trust } = bench.cluster('Prod');
    expect((trust?.desired.size ?? 0) - (trust?.applied.size ?? 0)).toBe(1);
    expect(bench.reports('esx-1')).toEqual({ 'ta-1': 'attested', 'ta-2': 'attested', 'ta-3': 'attested' });
  });
});

describe('a recorded reason why a host does not attest', () => {
  const failing = (failure: { status: 'notAttested' | 'unknown'; id: string; text: string }, extra = {}) => ({
    hosts: [{ name: 'esx-1', attestationFailures: { 'ta-1': failure }, ...extra }, { name: 'esx-2' }],
  });

  it('holds from the start, for that Trust Authority host alone', () => {
    const bench = new LabBench({ cluster: failing(refusal) });
    bench.minutes(10);
    expect(bench.reports('esx-1')).toEqual({ 'ta-1': 'notAttested', 'ta-2': 'attested', 'ta-3': 'attested' });
    const { messages } = bench.host('esx-1').reports.get(bench.host('ta-1').moid) ?? {};
    expect(messages).toEqual([{ id: refusal.id, text: refusal.text }]);
  });

  it('ends with the next boot', () => {
    const bench = new LabBench({ cluster: failing(refusal) });
    bench.world.reboot(bench.host('esx-1'), bench.session(), true);
    bench.minutes(60);
    expect(bench.reports('esx-1')).toMatchObject({ 'ta-1': 'attested' });
  });

  it('for unknown software, ends when the image it measured is trusted', () => {
    const id = 'com.vmware.esx.attestation.report.attest_unknown_software';
    const cluster = failing({ status: 'notAttested', id, text: 'recorded' }, { measured: OLD });
    const bench = new LabBench({ baseImages: [], cluster });
    expect(bench.reports('esx-1')).toMatchObject({ 'ta-1': 'notAttested' });
    bench.host('ta-1').ta?.images.set(OLD, { displayName: 'imported' });
    bench.minutes(10);
    expect(bench.reports('esx-1')).toMatchObject({ 'ta-1': 'attested', 'ta-2': 'notAttested' });
  });

  it('a host without a TPM is not attested from the start', () => {
    const bench = new LabBench({ cluster: { hosts: [{ name: 'esx-1', tpm: false }] } });
    bench.minutes(10);
    expect(bench.reports('esx-1')).toMatchObject({ 'ta-1': 'notAttested' });
  });
});
