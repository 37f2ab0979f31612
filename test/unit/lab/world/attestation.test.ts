import { beforeAll, describe, expect, it } from '@jest/globals';
import { imageDatabaseOf } from '../../../../src/lab/world/image-database.js';
import { LabBench, NEW, OLD } from '../../../support/lab-world.js';

const UNKNOWN_SOFTWARE = 'com.vmware.esx.attestation.report.attest_unknown_software';
const ALL = (status: string) => ({ 'ta-1': status, 'ta-2': status, 'ta-3': status });

let imgdb: Uint8Array;
beforeAll(async () => {
  imgdb = imageDatabaseOf(NEW);
});
const importNew = (lab: LabBench) => lab.world.importImage(lab.cluster('TA'), lab.session('ta-vc'), imgdb);

describe('attestation', () => {
  it('holds at the start for hosts whose measured version is trusted', () => {
    expect(new LabBench().reports('esx-1')).toEqual(ALL('attested'));
    const untrusted = new LabBench({ baseImages: [NEW] });
    untrusted.minutes(5);
    expect(untrusted.reports('esx-1')).toEqual(ALL('notAttested'));
  });

  it('fails with unknown software after a full boot into an image nobody imported, and passes once it is', () => {
    const lab = new LabBench();
    lab.apply(['esx-1']);
    lab.minutes(60);
    expect(lab.reports('esx-1')).toEqual(ALL('notAttested'));
    const [report] = lab.host('esx-1').reports.values();
    expect(report?.messages[0]?.id).toBe(UNKNOWN_SOFTWARE);
    importNew(lab);
    lab.minutes(5);
    expect(lab.reports('esx-1')).toEqual(ALL('attested'));
    expect(lab.entries('host.attested', 'esx-1').map(({ detail }) => detail['version'])).toEqual([
      NEW,
      NEW,
      NEW,
    ]);
  });

  it('goes on with the old version after a Quick Boot', () => {
    const lab = new LabBench({ cluster: { quickBoot: true } });
    lab.apply(['esx-1']);
    lab.minutes(45);
    expect(lab.reports('esx-1')).toEqual(ALL('attested'));
    expect(lab.entries('host.attested', 'esx-1')[0]?.detail).toMatchObject({ version: OLD });
  });

  it('judges by the images that very Trust Authority host has', () => {
    const lab = new LabBench({
      taHosts: [{ name: 'ta-1' }, { name: 'ta-2', missingImages: [OLD] }, { name: 'ta-3' }],
    });
    lab.minutes(5);
    expect(lab.reports('esx-1')).toEqual({ 'ta-1': 'attested', 'ta-2': 'notAttested', 'ta-3': 'attested' });
  });

  it('moves lastAttestedAt of the measured image on the host that attested', () => {
    const lab = new LabBench({ cluster: { quickBoot: true } });
    importNew(lab);
    lab.minutes(5);
    const before = lab.host('ta-1').ta?.images.get(OLD)?.lastAttestedAt ?? 0;
    lab.apply(['esx-1']);
    lab.minutes(45);
    expect(lab.host('ta-1').ta?.images.get(OLD)?.lastAttestedAt).toBeGreaterThan(before);
    expect(lab.host('ta-1').ta?.images.get(NEW)?.lastAttestedAt).toBeUndefined();
  });

  it('renews reports before they expire and lets them expire while the service is away', () => {
    const lab = new LabBench();
    const session = lab.session('ta-vc');
    for (let hour = 0; hour < 30; hour += 1) {
      lab.minutes(60);
      expect(lab.reports('esx-1')).toEqual(ALL('attested'));
    }
    for (const name of ['ta-1', 'ta-2', 'ta-3'])
      lab.world.setService(lab.host(name), session, 'attestd', 'stop');
    lab.minutes(9 * 60);
    expect(lab.reports('esx-1')).toEqual(ALL('unknown'));
    expect(lab.entries('host.report.expired', 'esx-1')).toHaveLength(3);
    for (const name of ['ta-1', 'ta-2', 'ta-3'])
      lab.world.setService(lab.host(name), lab.session('ta-vc'), 'attestd', 'start');
    lab.minutes(5);
    expect(lab.reports('esx-1')).toEqual(ALL('attested'));
  });

  it('locks encrypted VMs on an unattested host and unlocks them when it attests', () => {
    const vms = [{ name: 'secret', host: 'esx-1', encrypted: true }];
    const lab = new LabBench({ hosts: 1, cluster: { vms } });
    lab.world.reboot(lab.host('esx-1'), lab.session(), true);
    lab.minutes(18);
    expect(lab.effects('secret')).toEqual(['vm.locked']);
    lab.minutes(10);
    expect(lab.effects('secret')).toEqual(['vm.locked', 'vm.unlocked']);
  });

  it('fails for ever under never-attests', () => {
    const lab = new LabBench({ cluster: { quickBoot: true } });
    lab.world.faults.add({ kind: 'never-attests', target: 'esx-1' });
    lab.apply(['esx-1']);
    lab.minutes(120);
    expect(lab.reports('esx-1')).toEqual(ALL('notAttested'));
    expect(lab.entries('fault.fired')).toHaveLength(1);
  });
});

describe('import of a base image', () => {
  it('makes health OK on every host after it has settled', () => {
    const lab = new LabBench();
    const task = importNew(lab);
    lab.world.clock.step(121);
    expect(task).toMatchObject({ state: 'success', result: '8.0.3-0.0.24022510' });
    const health = () => lab.world.taHealth(lab.cluster('TA'), { kind: 'image', key: NEW });
    expect(health().health).toBe('NONE');
    lab.minutes(1);
    expect(health().health).toBe('OK');
  });

  it('reaches only connected hosts, and health says which one lacks it', () => {
    const lab = new LabBench();
    lab.world.disconnect(lab.host('ta-3'), lab.session('ta-vc'));
    lab.minutes(1);
    importNew(lab);
    lab.minutes(5);
    expect(lab.entries('image.imported')[0]?.detail).toEqual({
      version: NEW,
      hosts: ['ta-1', 'ta-2'],
      missing: ['ta-3'],
    });
    lab.world.reconnect(lab.host('ta-3'), lab.session('ta-vc'));
    lab.minutes(1);
    const { health, details } = lab.world.taHealth(lab.cluster('TA'), { kind: 'image', key: NEW });
    expect(health).toBe('ERROR');
    expect(details[0]?.text).toMatch(/ta-3/);
  });

  it('fails as "already exists" the second time', () => {
    const lab = new LabBench();
    importNew(lab);
    lab.minutes(5);
    const again = importNew(lab);
    lab.minutes(5);
    expect(again.error?.rest).toBe('ALREADY_EXISTS');
  });

  it.each([
    ['garbage', Buffer.from('no archive')],
    ['empty', Buffer.alloc(0)],
  ])('refuses %s', (_, bytes) => {
    const lab = new LabBench();
    const task = lab.world.importImage(lab.cluster('TA'), lab.session('ta-vc'), bytes);
    expect(task.error?.rest).toBe('INVALID_ARGUMENT');
    expect(lab.effects()).not.toContain('image.import.requested');
  });

  it('can be undone although hosts still need the image: their next attestation fails', () => {
    const lab = new LabBench();
    lab.world.removeImage(lab.cluster('TA'), lab.session('ta-vc'), '8.0.2-0.0.22380479');
    lab.minutes(8 * 60);
    expect(lab.reports('esx-1')).toEqual(ALL('notAttested'));
  });
});

describe('the image database', () => {
  it('is the same bytes for the same version and names the installed one', async () => {
    const lab = new LabBench({ cluster: { quickBoot: true } });
    lab.apply(['esx-1']);
    lab.minutes(45);
    expect(Buffer.compare(lab.world.imageDatabase(lab.host('esx-1')), imgdb)).toBe(0);
    expect(Buffer.compare(lab.world.imageDatabase(lab.host('esx-2')), imgdb)).not.toBe(0);
    expect(imgdb.length).toBeGreaterThan(256 * 1024);
  });
});
