import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RestBench } from '../../../support/lab-rest.js';

const ti = '/vcenter/trusted-infrastructure';

describe('paths, bodies and versions', () => {
  let bench: RestBench;
  beforeEach(async () => {
    bench = await RestBench.start();
  });
  afterEach(() => bench.stop());
  const base = () =>
    `${ti}/trust-authority-clusters/${bench.cluster('TA').moid}/attestation/os/esx/base-images`;

  it('answers NOT_FOUND for a path that nobody knows', async () => {
    const { status, body } = await bench.call('ta-vc', 'GET /vcenter/nothing');
    expect([status, body.error_type]).toEqual([404, 'NOT_FOUND']);
  });

  it('answers OPERATION_NOT_FOUND for a task operation without vmw-task, and for a plain one with it', async () => {
    const without = await bench.call('ta-vc', `GET ${base()}`);
    expect([without.status, without.body.error_type]).toEqual([404, 'OPERATION_NOT_FOUND']);
    const plain = await bench.call('ta-vc', 'GET /vcenter/host?vmw-task=true');
    expect(plain.body.error_type).toBe('OPERATION_NOT_FOUND');
    const wrongAction = await bench.call('ta-vc', `POST ${base()}?action=import&vmw-task=true`, 'x');
    expect(wrongAction.body.error_type).toBe('OPERATION_NOT_FOUND');
  });

  it('takes query parameters in any order and a task ID with its colon encoded or not', async () => {
    const cluster = bench.cluster().moid;
    const started = await bench.call(
      'wl-vc',
      `POST /esx/settings/clusters/${cluster}/software?vmw-task=true&action=scan`,
    );
    expect(started.status).toBe(202);
    const id = started.body as string;
    expect(id).toMatch(/^[0-9a-f-]{36}:com\.vmware\.esx\.settings\.clusters\.software$/);
    expect((await bench.call('wl-vc', `GET /cis/tasks/${id}`)).status).toBe(200);
    expect((await bench.call('wl-vc', `GET /cis/tasks/${encodeURIComponent(id)}`)).status).toBe(200);
  });

  it('accepts the single-host paths with and without their slash, and no slash elsewhere', async () => {
    const host = bench.host('ta-1').moid;
    expect((await bench.call('ta-vc', `GET ${ti}/trust-authority-hosts/${host}/attestation/`)).status).toBe(
      200,
    );
    expect((await bench.call('ta-vc', `GET ${ti}/trust-authority-hosts/${host}/kms`)).status).toBe(200);
    expect((await bench.call('ta-vc', 'GET /vcenter/host/')).status).toBe(404);
  });

  it('names the field of a body that is wrong, missing or not known', async () => {
    const path = `PUT /esx/settings/clusters/${bench.cluster().moid}/policies/apply`;
    const typo = await bench.call('wl-vc', path, { enforce_quick_boot: true });
    expect([typo.status, typo.body.error_type]).toEqual([400, 'INVALID_ARGUMENT']);
    expect(typo.body.messages[0].default_message).toContain('enforce_quick_boot');
    const wrong = await bench.call('wl-vc', path, { parallel_remediation_action: { enabled: 'yes' } });
    expect(wrong.body.messages[0].default_message).toContain('parallel_remediation_action.enabled');
    const missing = await bench.call('ta-vc', `POST ${ti}/attestation/services`, { group: 'g' });
    expect(missing.body.messages[0].default_message).toContain('address');
    const nulls = await bench.call('wl-vc', path, { disable_dpm: true, disable_hac: null });
    expect(nulls.status).toBe(204);
  });

  it('refuses a query parameter that it does not have', async () => {
    const { status, body } = await bench.call('ta-vc', 'GET /vcenter/host?cluster=domain-c8');
    expect([status, body.error_type]).toEqual([400, 'INVALID_ARGUMENT']);
  });

  it('refuses a body that is not JSON', async () => {
    const { body: token } = await bench.login('wl-vc');
    const headers = { 'vmware-api-session-id': token as string };
    const answer = await bench.raw(
      'wl-vc',
      'POST',
      '/api/cis/tasks?action=list',
      headers,
      Buffer.from('{nope'),
    );
    expect([answer.status, answer.body.error_type]).toEqual([400, 'INVALID_REQUEST']);
  });

  it('refuses a body that is too long', async () => {
    const small = await RestBench.start({}, { maxBodyBytes: 100 });
    const answer = await small.call('wl-vc', 'POST /cis/tasks?action=list', { text: 'x'.repeat(100) });
    expect([answer.status, answer.body.error_type]).toEqual([400, 'INVALID_REQUEST']);
    await small.stop();
  });

  it('refuses the Trust Authority from vSphere 9 on, but not the TPM of a host', async () => {
    const vcenter = bench.vcenter('ta-vc');
    vcenter.apiVersion = '9.0.0.0';
    const list = await bench.call('ta-vc', `GET ${ti}/trust-authority-clusters`);
    expect([list.status, list.body.error_type]).toEqual([400, 'UNSUPPORTED']);
    expect((await bench.call('ta-vc', `GET ${base()}?vmw-task=true`)).body.error_type).toBe('UNSUPPORTED');
    const tpm = await bench.call('ta-vc', `GET ${ti}/hosts/${bench.host('ta-1').moid}/hardware/tpm`);
    expect(tpm.body).toEqual([{ tpm: 'tpm-0', major_version: 2, minor_version: 0, active: true }]);
  });
});
