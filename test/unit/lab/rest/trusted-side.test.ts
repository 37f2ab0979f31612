import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RestBench } from '../../../support/lab-rest.js';

const ti = '/vcenter/trusted-infrastructure';

describe('the trusted side', () => {
  let bench: RestBench;
  let cluster: string;
  beforeEach(async () => {
    bench = await RestBench.start();
    cluster = `${ti}/trusted-clusters/${bench.cluster('Prod').moid}`;
  });
  afterEach(() => bench.stop());
  const health = async () =>
    (await bench.task('wl-vc', `GET ${cluster}/services-applied-config`)).result.health;

  it('knows the services of the Trust Authority and which of them a cluster uses', async () => {
    const all = (await bench.call('wl-vc', `POST ${ti}/attestation/services?action=query`)).body;
    expect(all).toHaveLength(3);
    const bound = (await bench.call('wl-vc', `POST ${cluster}/attestation/services?action=query`)).body;
    expect(bound).toEqual(all);
    const one = (await bench.call('wl-vc', `GET ${cluster}/attestation/services/${all[0].service}`)).body;
    expect(one).toMatchObject({
      address: { hostname: 'ta-1' },
      trusted_CA: { cert_chain: [expect.any(String)] },
    });
  });

  it('registers a service once and does not drop one that is in use', async () => {
    const body = {
      address: { hostname: 'ta-9', port: 443 },
      trusted_CA: { cert_chain: ['pem'] },
      group: 'g',
      trust_authority_cluster: 'c',
    };
    const added = await bench.call('wl-vc', `POST ${ti}/kms/services`, body);
    expect(added.status).toBe(201);
    expect((await bench.call('wl-vc', `POST ${ti}/kms/services`, body)).body.error_type).toBe(
      'ALREADY_EXISTS',
    );
    expect((await bench.call('wl-vc', `DELETE ${ti}/kms/services/${added.body}`)).status).toBe(204);
    const [used] = (await bench.call('wl-vc', `POST ${ti}/kms/services?action=query`)).body;
    const refused = await bench.call('wl-vc', `DELETE ${ti}/kms/services/${used.service}`);
    expect([refused.status, refused.body.error_type]).toEqual([500, 'RESOURCE_BUSY']);
  });

  it('binds all services of a Trust Authority Cluster, but not without a licence', async () => {
    const services = (await bench.call('wl-vc', `POST ${cluster}/kms/services?action=query`)).body;
    for (const { service } of services)
      await bench.task('wl-vc', `DELETE ${cluster}/kms/services/${service}`);
    expect((await bench.call('wl-vc', `POST ${cluster}/kms/services?action=query`)).body).toEqual([]);

    const all = { type: 'CLUSTER', trust_authority_cluster: services[0].trust_authority_cluster };
    Object.assign(bench.vcenter('wl-vc'), { licensed: false });
    const refused = await bench.task('wl-vc', `POST ${cluster}/kms/services`, all);
    expect(refused.error.error_type).toBe('UNABLE_TO_ALLOCATE_RESOURCE');
    Object.assign(bench.vcenter('wl-vc'), { licensed: true });
    await bench.task('wl-vc', `POST ${cluster}/kms/services`, all);
    expect((await bench.call('wl-vc', `POST ${cluster}/kms/services?action=query`)).body).toHaveLength(3);
  });

  it('shows ERROR when hosts run something else than is wanted, and OK after remediation', async () => {
    expect(await health()).toBe('OK');
    const { trust } = bench.cluster('Prod');
    const [first = ''] = trust?.applied.keys() ?? [];
    trust?.applied.delete(first);
    expect(await health()).toBe('ERROR');
    expect((await bench.task('wl-vc', `PATCH ${cluster}/services-applied-config`)).status).toBe('SUCCEEDED');
    expect(await health()).toBe('OK');
  });

  it('refuses to answer while a change is running', async () => {
    const { body: id } = await bench.call('wl-vc', `PATCH ${cluster}/services-applied-config?vmw-task=true`);
    const { body: readId } = await bench.call(
      'wl-vc',
      `GET ${cluster}/services-applied-config?vmw-task=true`,
    );
    bench.world.clock.step(5);
    const busy = (await bench.call('wl-vc', `GET /cis/tasks/${readId}`)).body;
    expect(busy).toMatchObject({ status: 'FAILED', error: { error_type: 'RESOURCE_BUSY' } });
    expect((await bench.finished('wl-vc', id as string)).status).toBe('SUCCEEDED');
  });

  it('shows one applied service by its address, with the wire’s own spelling', async () => {
    const path = `${cluster}/attestation/services-applied-config`;
    const one = (await bench.task('wl-vc', `GET ${path}?hostname=ta-1&port=443`)).result;
    expect(one).toMatchObject({
      health: 'OK',
      groups: [expect.any(String)],
      trustedc_as: [{ cert_chain: [expect.any(String)] }],
    });
    expect((await bench.task('wl-vc', `POST ${path}?action=query`)).result).toHaveLength(3);
    expect((await bench.task('wl-vc', `GET ${path}?hostname=nobody`)).error.error_type).toBe('NOT_FOUND');
    await bench.task('wl-vc', `DELETE ${path}`);
    expect(await health()).toBe('ERROR');
  });
});
