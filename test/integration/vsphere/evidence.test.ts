import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTrustedZone } from '../../../src/activities/index.js';
import type { HostRef } from '../../../src/domain/model/inventory.js';
import { inActivity } from '../../support/fake-vsphere.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';

let bench: LabVSphere;
beforeAll(async () => {
  bench = await startLabVSphere({ speed: 2_000 });
});
afterAll(() => bench.stop());

const refOf = (name: string): HostRef => ({ vcenter: 'wl-vc', moid: bench.host(name).moid, name });
const trustedHost = (): string => [...bench.vcenter('wl-vc').hosts.values()][0]?.name ?? '';

describe('ATT-4: what a vCenter tells of a host', () => {
  it('its newest events, oldest first, with time and words', async () => {
    const events = await bench.vsphere.evidence.listEvents(bench.wl, refOf(trustedHost()));
    expect(events.length).toBeGreaterThan(0);
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted());
    expect(events.find(({ id }) => id === 'esx.audit.host.boot')?.message).toContain(trustedHost());
  });

  it('the messages of an unattested host are lines with time', async () => {
    const name = trustedHost();
    bench.lab.world.faults.add({ kind: 'never-attests', target: name });
    const host = bench.host(name);
    host.reports.clear();
    bench.lab.world.reboot(host, bench.lab.world.login(host.vcenter, ...administrator()), true);
    const zone = createTrustedZone({ vsphere: bench.vsphere, blobs: memoryBlobs(), timeScale: 2_000 });
    const look = () =>
      inActivity(zone.readTroubles, { vcenter: bench.wl, host: refOf(name), withEvents: true });
    let lines = await look();
    for (let left = 100; left > 0 && !lines.some((line) => /AttestFail/.test(line)); left -= 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      lines = await look();
    }
    expect(lines).toContainEqual(expect.stringMatching(/^20\S+ event com.vmware.vc.TaHostAttestFailEvent: /));
    expect(lines.join('\n')).toMatch(/attestation notAttested/);
  });

  function administrator(): [string, string, 'rest'] {
    const user = bench.vcenter('wl-vc').users.find(({ groups }) => groups.includes('Administrators'));
    if (!user) throw new Error('no administrator');
    return [user.name, user.password, 'rest'];
  }
});

it('DG-1: encrypted VMs are listed with the key provider of their keys', async () => {
  const clusters = [...bench.vcenter('wl-vc').clusters.values()].map(({ name }) => name);
  const listed = await bench.vsphere.evidence.listEncryptedVms(bench.wl, clusters);
  const encrypted = [...bench.vcenter('wl-vc').vms.values()].filter((vm) => vm.encrypted);
  expect(listed.map(({ name }) => name)).toEqual(encrypted.map(({ name }) => name).toSorted());
  expect(listed.length).toBeGreaterThan(0);
  for (const { keyProvider, host } of listed) {
    expect(keyProvider).toBe('kp-main');
    expect(host).toBeDefined();
  }
});
