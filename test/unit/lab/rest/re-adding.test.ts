import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RestBench } from '../../../support/lab-rest.js';
import { OLD } from '../../../support/lab-world.js';

const ti = '/vcenter/trusted-infrastructure';

const configuration: readonly (readonly [string, unknown])[] = [
  ['POST /attestation/tpm2/ca-certificates', { name: 'ca', cert_chain: { cert_chain: ['root', 'leaf'] } }],
  ['POST /attestation/tpm2/endorsement-keys', { name: 'ek', public_key: 'pem' }],
  [
    'POST /kms/providers',
    {
      provider: 'kp',
      master_key_id: 'k1',
      key_server: {
        type: 'KMIP',
        kmip_server: {
          servers: ['s1', 's2'].map((name) => ({ name, address: { hostname: `${name}.example` } })),
          username: 'kmip',
        },
      },
    },
  ],
  ['PATCH /kms/providers/kp/client-certificate', { certificate: 'client', private_key: 'key' }],
  ['PATCH /kms/providers/kp/peer-certs/trusted', { certificates: ['one', 'two'] }],
  ['PUT /kms/providers/kp/credential', 'Very-Secret-1'],
];

/** A configured cluster whose `ta-3` was removed, installed afresh and added again. */
async function reAdded(): Promise<RestBench> {
  const bench = await RestBench.start({ timing: { sessionIdleSeconds: 86_400 } });
  const { world } = bench;
  for (const [request, body] of configuration) {
    const path = request.replace(' ', ` ${ti}/trust-authority-clusters/${bench.cluster('TA').moid}`);
    await bench.task('ta-vc', path, body);
  }
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

  it('lacks every item, which is ERROR for the whole cluster until each is applied again', async () => {
    await change('PATCH ', { state: 'ENABLE' });
    const certificates = '/attestation/tpm2/ca-certificates';
    const [{ name }] = await read(certificates);
    expect(await health(`${certificates}/${name}`)).toBe('ERROR');
    const { cert_chain } = await read(`${certificates}/${name}`);
    const again = await change(`POST ${certificates}`, { name, cert_chain });
    // The old hosts say so; the new one has it all the same.
    expect(again.error.error_type).toBe('ALREADY_EXISTS');
    expect(await health(`${certificates}/${name}`)).toBe('OK');

    const keys = '/attestation/tpm2/endorsement-keys';
    const [key] = await read(keys);
    expect(key.health).toBe('ERROR');
    const { public_key } = await read(`${keys}/${key.name}`);
    await change(`POST ${keys}`, { name: key.name, public_key });
    expect(await health(`${keys}/${key.name}`)).toBe('OK');

    const [image] = await read('/attestation/os/esx/base-images');
    expect(image.health).toBe('ERROR');
  });

  it('has a key provider like the others only with all servers, certificates and the private key', async () => {
    await change('PATCH ', { state: 'ENABLE' });
    const providers = '/kms/providers';
    const [{ provider }] = await read(providers);
    const one = `${providers}/${provider}`;
    const status = async () => (await read(one)).status.health;
    expect(await status()).toBe('ERROR');
    const { master_key_id, key_server } = await read(one);
    const { certificate } = await read(`${one}/client-certificate`);
    const { certificates } = await read(`${one}/peer-certs/trusted`);
    const created = await change(`POST ${providers}`, { provider, master_key_id, key_server });
    expect(created.error.error_type).toBe('ALREADY_EXISTS');
    await change(`PATCH ${one}/peer-certs/trusted`, { certificates });
    expect(await status()).toBe('ERROR');
    const refused = await change(`PATCH ${one}/client-certificate`, { certificate });
    expect(refused.error.messages[0].id).toBe('com.vmware.esx.kms.providers.private_key_unknown');
    await change(`PATCH ${one}/client-certificate`, { certificate, private_key: 'pem' });
    expect(await status()).toBe('ERROR');
    await change(`PUT ${one}/credential`, 'Very-Secret-1');
    expect(await status()).toBe('OK');
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
