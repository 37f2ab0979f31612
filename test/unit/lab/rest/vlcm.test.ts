import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RestBench } from '../../../support/lab-rest.js';
import { NEW_IMAGE } from '../../../support/lab-world.js';

describe('vSphere Lifecycle Manager', () => {
  let bench: RestBench;
  let cluster: string;
  beforeEach(async () => {
    bench = await RestBench.start();
    cluster = `/esx/settings/clusters/${bench.cluster().moid}`;
  });
  afterEach(() => bench.stop());
  const get = async (path: string) => (await bench.call('wl-vc', `GET ${cluster}${path}`)).body;
  const post = (path: string, body?: unknown) => bench.call('wl-vc', `POST ${cluster}${path}`, body);
  const commitNew = async (): Promise<string> => {
    const { body: draft } = await post('/software/drafts');
    await bench.call('wl-vc', `PUT ${cluster}/software/drafts/${draft}/software/base-image`, {
      version: NEW_IMAGE,
    });
    const done = await bench.task('wl-vc', `POST ${cluster}/software/drafts/${draft}?action=commit`, {
      message: 'U3',
    });
    return done.result as string;
  };

  it('goes from draft to commit to a compliant host', async () => {
    expect(await get('/enablement/software')).toEqual({ enabled: true });
    const { status, body: draft } = await post('/software/drafts');
    expect(status).toBe(201);
    expect((await post('/software/drafts')).body.error_type).toBe('ALREADY_EXISTS');
    const own = `/software/drafts/${draft}`;
    expect(
      (await bench.call('wl-vc', `PUT ${cluster}${own}/software/base-image`, { version: NEW_IMAGE })).status,
    ).toBe(204);
    expect((await bench.task('wl-vc', `POST ${cluster}${own}?action=validate`)).result).toEqual({
      notifications: {},
    });
    const scan = (await bench.task('wl-vc', `POST ${cluster}${own}?action=scan`)).result;
    expect(scan).toMatchObject({ status: 'NON_COMPLIANT' });
    expect(scan).not.toHaveProperty('commit');
    expect(Object.keys(scan.hosts)).toHaveLength(3);

    const committed = await bench.task('wl-vc', `POST ${cluster}${own}?action=commit`, { message: 'to U3' });
    expect(committed.result).toBe('2');
    expect(await get('/software/drafts')).toEqual({});
    expect(await get('/software')).toMatchObject({
      base_image: { version: NEW_IMAGE },
      components: {},
      solutions: {},
    });
    expect(await get('/software/commits/2')).toMatchObject({
      description: 'to U3',
      apply_status: 'NOT_APPLIED',
    });

    const host = bench.host('esx-1').moid;
    const scope = { commit: '2', hosts: [host] };
    expect((await get(`/software/reports/apply-impact?hosts=${host}`)).host_impact[host]).toHaveLength(1);
    expect((await bench.task('wl-vc', `POST ${cluster}/software?action=check`, scope)).result.status).toBe(
      'OK',
    );
    expect((await get('/software/reports/last-check-result')).commit).toBe('2');
    await bench.task('wl-vc', `POST ${cluster}/software?action=stage`, scope);
    expect((await get('/software/compliance')).hosts[host].stage_status).toBe('STAGED');
    const applied = await bench.task('wl-vc', `POST ${cluster}/software?action=apply`, {
      ...scope,
      accept_eula: true,
    });
    expect(applied).toMatchObject({
      status: 'SUCCEEDED',
      result: { successful_hosts: [host], failed_hosts: [] },
    });
    expect((await get('/software/compliance')).compliant_hosts).toEqual([host]);
    expect(await get('/software/reports/last-apply-result')).toMatchObject({
      commit: '2',
      status: { status: 'OK' },
    });
    const components = (await bench.call('wl-vc', `GET /esx/hosts/${host}/software/installed-components`))
      .body;
    expect(components.ESXi.version).toBe(NEW_IMAGE);
  });

  it('shows a partial result while it applies, and refuses a second software operation', async () => {
    const commit = await commitNew();
    const scope = { commit, hosts: [bench.host('esx-1').moid], accept_eula: true };
    const { body: id } = await post('/software?action=apply&vmw-task=true', scope);
    const running = (await bench.call('wl-vc', `GET /cis/tasks/${id}`)).body;
    expect(running).toMatchObject({ status: 'RUNNING', result: { commit } });
    expect(running.result).not.toHaveProperty('status');
    const second = await post('/software?action=check&vmw-task=true', scope);
    expect(second.body.error_type).toBe('INVALID_ARGUMENT');
    const check = await post('/software?action=check&vmw-task=true', { commit, hosts: scope.hosts });
    expect(check.body.error_type).toBe('NOT_ALLOWED_IN_CURRENT_STATE');
  });

  it('takes an absent host list for all hosts of the cluster, as the wire does', async () => {
    const commit = await commitNew();
    const checked = await bench.task('wl-vc', `POST ${cluster}/software?action=check`, { commit });
    expect(checked.result.entity_results).toHaveLength(3);
  });

  it('replaces the policy on PUT and merges it with the defaults in the effective one', async () => {
    const path = '/policies/apply';
    const before = await get(path);
    const defaults = (
      await bench.call('wl-vc', 'GET /esx/settings/defaults/clusters/policies/apply/effective')
    ).body;
    const put = (body: unknown) => bench.call('wl-vc', `PUT ${cluster}${path}`, body);
    expect((await put({ enable_quick_boot: true, disable_hac: true })).status).toBe(204);
    expect(await get(path)).toEqual({ enable_quick_boot: true, disable_hac: true });
    expect((await put({ disable_dpm: false })).status).toBe(204);
    expect(await get(path)).toEqual({ disable_dpm: false });
    expect(await get(`${path}/effective`)).toEqual({ ...defaults, disable_dpm: false });
    expect((await put({ failure_action: { action: 'RETRY' } })).body.error_type).toBe('INVALID_ARGUMENT');
    await put(before);
    expect(await get(path)).toEqual(before);
  });

  it('keeps policy fields of newer releases from older ones', async () => {
    const put = (body: unknown) => bench.call('wl-vc', `PUT ${cluster}/policies/apply`, body);
    expect((await put({ enforce_quick_patch: true })).body.messages[0].default_message).toContain(
      'enforce_quick_patch',
    );
    bench.vcenter('wl-vc').apiVersion = '7.0.3.0';
    expect((await put({ parallel_remediation_action: { enabled: false } })).status).toBe(400);
    expect(await get('/policies/apply/effective')).not.toHaveProperty('parallel_remediation_action');
  });

  it('lists base images of the depot by version', async () => {
    const path = 'GET /esx/settings/depot-content/base-images';
    const all = (await bench.call('wl-vc', path)).body;
    expect(all.map((image: any) => image.version)).toEqual(['8.0.2-0.0.22380479', NEW_IMAGE]);
    expect((await bench.call('wl-vc', `${path}?min_version=${NEW_IMAGE}`)).body).toHaveLength(1);
    expect((await bench.call('wl-vc', `${path}/versions/${NEW_IMAGE}`)).body.components).toHaveLength(1);
    expect((await bench.call('wl-vc', `${path}/versions/9.9.9-0.0.1`)).status).toBe(404);
  });

  it('lets a cluster managed by baselines have a draft, and enables images there for good', async () => {
    bench.cluster().imageManaged = false;
    bench.cluster().commits.length = 0;
    expect((await post('/software/drafts')).status).toBe(201);
    expect((await bench.call('wl-vc', `GET ${cluster}/software`)).status).toBe(404);
    expect(
      (await bench.task('wl-vc', `POST ${cluster}/enablement/software?action=check`)).result.notifications,
    ).toMatchObject({
      SOFTWARE: {},
    });
    expect((await bench.task('wl-vc', `PUT ${cluster}/enablement/software`)).status).toBe('SUCCEEDED');
    expect(await get('/enablement/software')).toEqual({ enabled: true });
    const again = await bench.task('wl-vc', `PUT ${cluster}/enablement/software`);
    expect(again.error.error_type).toBe('NOT_ALLOWED_IN_CURRENT_STATE');
  });
});
