import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RestBench } from '../../../support/lab-rest.js';
import { OLD } from '../../../support/lab-world.js';

const ti = '/vcenter/trusted-infrastructure';

/** `ta-3` was removed, installed afresh and added again. */
async function reAdded(): Promise<RestBench> {
  const bench = await RestBench.start({ timing: { sessionIdleSeconds: 86_400 } });
  const { world } = bench;
  const [root] = world.hostUsers(bench.vcenter('ta-vc'));
  const host = bench.host('ta-3');
  world.enterMaintenance(host, bench.session('ta-vc'), 0);
  bench.minutes(5);
  world.removeHost(host, bench.session('ta-vc'));
  bench.minutes(5);
  world.installAfresh(host, OLD);
  bench.minutes(60);
  const connection = { hostName: 'ta-3', userName: root?.name ?? '', password: root?.password ?? '' };
  world.addHost(bench.cluster('TA'), bench.session('ta-vc'), connection);
  bench.minutes(5);
  return bench;
}

describe('a Trust Authority host that was added again', () => {
  let bench: RestBench;
  let cluster: string;
  beforeEach(async () => {
    bench = await reAdded();
    cluster = `${ti}/trust-authority-clusters/${bench.cluster('TA').moid}`;
  });
  afterEach(() => bench.stop());
  const read = async (path: string) => (await bench.task('ta-vc', `GET ${cluster}${path}`)).result;
  const change = async (request: string, body?: unknown) => {
    const [method = '', path = ''] = request.split(' ');
    return bench.task('ta-vc', `${method} ${cluster}${path}`, body);
  };
  const health = async (path: string) => (await read(path)).health;

  it('gets vTA services when the cluster is enabled again, which is enabled already', async () => {
    expect((await bench.call('ta-vc', `GET ${cluster}`)).body.state).toBe('ENABLE');
    expect(await health('/attestation/service-status')).toBe('WARNING');
    await change('PATCH ', { state: 'ENABLE' });
    expect(await health('/attestation/service-status')).toBe('OK');
    expect(bench.entries('authority.enabled')[0]?.detail).toEqual({ hosts: ['ta-3'] });
  });

  it('lacks every base image, which is ERROR for the whole cluster', async () => {
    const images = '/attestation/os/esx/base-images';
    expect((await read(images)).map((image: { health: string }) => image.health)).toEqual(['ERROR']);
    await change('PATCH ', { state: 'ENABLE' });
    expect((await read(images)).map((image: { health: string }) => image.health)).toEqual(['ERROR']);
    bench.world.importImage(
      bench.cluster('TA'),
      bench.session('ta-vc'),
      bench.world.imageDatabase(bench.host('ta-1')),
    );
    bench.minutes(10);
    expect((await read(images)).map((image: { health: string }) => image.health)).toEqual(['OK']);
  });

  it('is mistrusted until its service is registered anew, and trusted clusters are remediated', async () => {
    const trusted = `${ti}/trusted-clusters/${bench.cluster().moid}`;
    const applied = async () => (await bench.task('wl-vc', `GET ${trusted}/services-applied-config`)).result;
    expect(await applied()).toMatchObject({ health: 'ERROR' });
    expect(JSON.stringify(await applied())).toContain('certificate_mismatch');
    await bench.task('wl-vc', `PATCH ${trusted}/services-applied-config`);
    expect(await applied()).toMatchObject({ health: 'ERROR' });

    for (const kind of ['attestation', 'kms']) {
      const query = kind === 'kms' ? '?action=query&projection=FULL' : '?projection=FULL';
      const hosts = (await bench.call('ta-vc', `POST ${ti}/trust-authority-hosts/${kind}${query}`)).body;
      // Without its vTA services it has nothing to be registered with.
      expect(hosts).toHaveLength(2);
    }
    await change('PATCH ', { state: 'ENABLE' });
    for (const kind of ['attestation', 'kms']) {
      const query = kind === 'kms' ? '?action=query&projection=FULL' : '?projection=FULL';
      const hosts = (await bench.call('ta-vc', `POST ${ti}/trust-authority-hosts/${kind}${query}`)).body;
      const own = hosts.find(({ address }: { address: { hostname: string } }) => address.hostname === 'ta-3');
      const filter = { address: [own.address] };
      const [{ service }] = (await bench.call('wl-vc', `POST ${ti}/${kind}/services?action=query`, filter))
        .body;
      await bench.task('wl-vc', `DELETE ${trusted}/${kind}/services/${service}`);
      await bench.call('wl-vc', `DELETE ${ti}/${kind}/services/${service}`);
      const { address, group, cluster: trust_authority_cluster, trusted_CA } = own;
      const registration = { address, group, trust_authority_cluster, trusted_CA };
      const { body: id } = await bench.call('wl-vc', `POST ${ti}/${kind}/services`, registration);
      await bench.task('wl-vc', `POST ${trusted}/${kind}/services`, { type: 'SERVICE', service: id });
    }
    expect((await applied()).health).toBe('OK');
    expect(bench.entries('trust.service').map(({ detail }) => detail['change'])).toEqual([
      ...['unbound', 'unregistered', 'registered', 'bound'],
      ...['unbound', 'unregistered', 'registered', 'bound'],
    ]);
  });
});
