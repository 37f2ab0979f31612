import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RestBench } from '../../../support/lab-rest.js';

const ti = '/vcenter/trusted-infrastructure';

describe('the Trust Authority Cluster', () => {
  let bench: RestBench;
  let cluster: string;
  beforeEach(async () => {
    bench = await RestBench.start();
    cluster = `${ti}/trust-authority-clusters/${bench.cluster('TA').moid}`;
  });
  afterEach(() => bench.stop());
  const read = async (path: string) => (await bench.task('ta-vc', `GET ${cluster}${path}`)).result;
  const change = async (request: string, body?: unknown) => {
    const [method = '', path = ''] = request.split(' ');
    return bench.task('ta-vc', `${method} ${cluster}${path}`, body);
  };

  it('is enabled until it is switched off, which stops its services', async () => {
    const { moid } = bench.cluster('TA');
    expect((await bench.call('ta-vc', `GET ${ti}/trust-authority-clusters?state=ENABLE`)).body).toEqual([
      { cluster: moid, state: 'ENABLE' },
    ]);
    expect(await read('/attestation/service-status')).toEqual({ health: 'OK', details: [] });
    await change('PATCH ', { state: 'DISABLE' });
    expect((await bench.call('ta-vc', `GET ${cluster}`)).body.state).toBe('DISABLE');
    expect((await read('/kms/service-status')).health).toBe('ERROR');
    await change('PATCH ', { state: 'ENABLE' });
    expect((await read('/kms/service-status')).health).toBe('OK');
  });

  it('lists its hosts: attestation without an action, kms with one; an identifier that is no moid', async () => {
    const attestation = await bench.call(
      'ta-vc',
      `POST ${ti}/trust-authority-hosts/attestation?projection=FULL`,
      {
        clusters: [bench.cluster('TA').moid],
      },
    );
    expect(attestation.body).toHaveLength(3);
    expect(attestation.body[0]).toMatchObject({
      summary_type: 'FULL',
      host: bench.host('ta-1').moid,
      address: { hostname: 'ta-1' },
      trusted_CA: { cert_chain: [expect.any(String)] },
    });
    expect(attestation.body[0].cluster).not.toBe(bench.cluster('TA').moid);
    const kms = await bench.call('ta-vc', `POST ${ti}/trust-authority-hosts/kms?action=query`);
    expect(kms.body[0]).toMatchObject({ summary_type: 'NORMAL', group: expect.any(String) });
    expect(kms.body[0]).not.toHaveProperty('trusted_CA');

    bench.host('ta-2').connection = 'notResponding';
    const one = await bench.call('ta-vc', `GET ${ti}/trust-authority-hosts/${bench.host('ta-2').moid}/kms/`);
    expect([one.status, one.body.error_type]).toEqual([500, 'RESOURCE_INACCESSIBLE']);
  });

  it('keeps TPM settings, CA certificates and endorsement keys on every connected host', async () => {
    bench.host('ta-3').connection = 'disconnected';
    await change('PATCH /attestation/tpm2/settings', { require_endorsement_keys: true });
    await change('POST /attestation/tpm2/ca-certificates', {
      name: 'ca',
      cert_chain: { cert_chain: ['root', 'leaf'] },
    });
    await change('POST /attestation/tpm2/endorsement-keys', { name: 'ek', public_key: 'pem' });
    bench.host('ta-3').connection = 'connected';

    expect(await read('/attestation/tpm2/settings')).toMatchObject({
      require_endorsement_keys: true,
      health: 'ERROR',
    });
    expect(await read('/attestation/tpm2/ca-certificates')).toEqual([{ name: 'ca', health: 'ERROR' }]);
    expect(await read('/attestation/tpm2/ca-certificates/ca')).toMatchObject({
      cert_chain: { cert_chain: ['root', 'leaf'] },
    });
    expect(await read('/attestation/tpm2/endorsement-keys/ek')).toMatchObject({ public_key: 'pem' });
    const again = await change('POST /attestation/tpm2/endorsement-keys', { name: 'ek', public_key: 'pem' });
    expect(again.error.error_type).toBe('ALREADY_EXISTS');
    await change('DELETE /attestation/tpm2/endorsement-keys/ek');
    expect(await read('/attestation/tpm2/endorsement-keys')).toEqual([]);
  });

  it('accepts a trusted vCenter once per issuer', async () => {
    const [principal] = (await bench.task('ta-vc', `POST ${cluster}/consumer-principals?action=query`))
      .result;
    const shown = await read(`/consumer-principals/${principal.id}`);
    expect(shown).toMatchObject({ issuer_alias: 'wl-vc', health: 'OK', principal: { type: 'STS_USER' } });
    const mine = (await bench.call('wl-vc', `GET ${ti}/principal`)).body;
    expect(mine).toMatchObject({ issuer: shown.issuer, certificates: shown.certificates });

    const body = {
      certificates: mine.certificates,
      issuer: mine.issuer,
      issuer_alias: 'wl-vc',
      principal: mine.principal,
    };
    const again = await change('POST /consumer-principals', body);
    expect(again.error).toMatchObject({ error_type: 'ALREADY_EXISTS' });
    expect(again.error.messages[0].id).toMatch(/issuer_already_exists$/);
    await change(`DELETE /consumer-principals/${principal.id}`);
    const fresh = await change('POST /consumer-principals', body);
    expect(fresh).toMatchObject({ status: 'SUCCEEDED', result: expect.any(String) });

    // KB 77146: what a host has kept is in the way on all of them, until it is decommissioned.
    const [first] = [...bench.vcenter('ta-vc').hosts.values()];
    if (first === undefined) throw new Error('no TA host');
    bench.world.keepIssuers(first);
    await change(`DELETE /consumer-principals/${fresh.result}`);
    expect((await change('POST /consumer-principals', body)).error.error_type).toBe('ALREADY_EXISTS');
    expect(await change('POST /consumer-principals?action=query')).toMatchObject({ result: [] });
    bench.world.decommission(first);
    expect(await change('POST /consumer-principals', body)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('keeps key providers, writes secrets only, and redacts them', async () => {
    const key_server = {
      type: 'KMIP',
      connection_timeout: 30,
      kmip_server: { servers: [{ name: 's1', address: { hostname: 'kms.example' } }], username: 'u' },
    };
    await change('POST /kms/providers', { provider: 'kp', master_key_id: 'k1', key_server });
    await change('PUT /kms/providers/kp/credential', 'Very-Secret-1');
    const before = await read('/kms/providers/kp/client-certificate');
    await change('POST /kms/providers/kp/client-certificate');
    expect(await read('/kms/providers/kp/client-certificate')).not.toEqual(before);
    await change('PATCH /kms/providers/kp/peer-certs/trusted', { certificates: ['pem'] });
    await change('PATCH /kms/providers/kp', { master_key_id: 'k2', key_server: { description: 'two' } });

    expect(await read('/kms/providers/kp')).toMatchObject({
      master_key_id: 'k2',
      key_server: {
        type: 'KMIP',
        description: 'two',
        connection_timeout: 30,
        kmip_server: {
          servers: [{ name: 's1', address: { hostname: 'kms.example', port: 5696 } }],
          username: 'u',
        },
      },
      status: { health: 'OK', servers: [{ name: 's1', health: 'OK', client_trust_server: true }] },
    });
    expect(await read('/kms/providers/kp/peer-certs/current?trusted=true')).toMatchObject([
      { server_name: 's1', trusted: true, error_messages: [] },
    ]);
    expect((await read('/kms/providers/kp/client-certificate/csr')).csr).toContain('CERTIFICATE REQUEST');
    expect(JSON.stringify(bench.wire)).not.toContain('Very-Secret-1');
    await change('DELETE /kms/providers/kp');
    expect(await read('/kms/providers')).toEqual([]);
  });

  it('cannot be read as a task when no host is connected, and is no other cluster', async () => {
    for (const host of bench.vcenter('ta-vc').hosts.values()) host.connection = 'disconnected';
    const failed = await bench.task('ta-vc', `GET ${cluster}/attestation/tpm2/settings`);
    expect(failed.error.messages[0].id).toBe('com.vmware.vcenter.trusted_infrastructure.cluster.empty');
    const other = `${ti}/trust-authority-clusters/${bench.cluster('Prod').moid}`;
    const wrong = await bench.task('wl-vc', `GET ${other}/attestation/tpm2/settings`);
    expect(wrong.error.messages[0].id).toMatch(/not_enabled$/);
  });
});
