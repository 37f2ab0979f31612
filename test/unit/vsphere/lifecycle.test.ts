import { afterEach, describe, expect, it } from '@jest/globals';
import type { ClusterRef } from '../../../src/domain/model/inventory.js';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  json,
  withLogin,
  type FakeServer,
  type Seen,
} from '../../support/fake-vcenter.js';

const cluster: ClusterRef = { vcenter: 'vc-test', moid: 'domain-c8', name: 'trusted-1' };
const base = '/api/esx/settings/clusters/domain-c8';
const images = [
  { version: '8.0.2-0.0.22380479', display_version: '8.0 U2' },
  { version: '8.0.3-0.35.24280767', display_version: '8.0 U3b' },
];
const notFound = { error_type: 'NOT_FOUND', messages: [] };

describe('vLCM', () => {
  let server: FakeServer | undefined;
  const vsphere = aVSphere();
  /** Answers by `METHOD path`; anything else is 404. A function sees how often it was asked before. */
  const start = async (answers: Record<string, unknown>) => {
    server = await fakeServer((request, response, count) => {
      const answer = answers[`${request.method} ${request.path}`];
      if (answer === undefined) {
        return withLogin((_, other) => json(other, 404, notFound))(request, response, count);
      }
      const [status, body] = (typeof answer === 'function' ? answer(count) : answer) as [number, unknown];
      return json(response, status, body);
    });
    return aVCenter(server);
  };
  const did = (): string[] => (server?.seen ?? []).map(({ method, path }) => `${method} ${path}`);
  const bodyOf = (line: string): unknown => {
    const found = server?.seen.find((request: Seen) => `${request.method} ${request.path}` === line);
    return JSON.parse(found?.body ?? 'null');
  };
  afterEach(async () => {
    await vsphere.close();
    await server?.close();
    server = undefined;
  });

  const draft = {
    'GET /api/esx/settings/depot-content/base-images': [200, images],
    [`PUT ${base}/software/drafts/5/software/base-image`]: [204],
    [`POST ${base}/software/drafts/5?action=commit&vmw-task=true`]: [202, 'task-9'],
  };

  it('commits the depot’s own name of a version', async () => {
    const vcenter = await start({ ...draft, [`POST ${base}/software/drafts`]: [201, '5'] });
    await expect(vsphere.lifecycle.startCommit(vcenter, cluster, '8.0.3-24280767', 'why')).resolves.toEqual({
      kind: 'cis',
      id: 'task-9',
    });
    expect(bodyOf(`PUT ${base}/software/drafts/5/software/base-image`)).toEqual({
      version: '8.0.3-0.35.24280767',
    });
    expect(bodyOf(`POST ${base}/software/drafts/5?action=commit&vmw-task=true`)).toEqual({ message: 'why' });
  });

  it('refuses a version that is not in the depot before it touches anything', async () => {
    const vcenter = await start(draft);
    const commit = vsphere.lifecycle.startCommit(vcenter, cluster, '8.0.3-1', 'why');
    await expect(commit).rejects.toMatchObject({ kind: 'not-found' });
    await expect(commit).rejects.toThrow('8.0.2-0.0.22380479');
    expect(did().filter((line) => !line.startsWith('GET'))).toEqual(['POST /api/session']);
  });

  it('throws its own stale draft away, once, and leaves others’ alone', async () => {
    const vcenter = await start({
      ...draft,
      [`POST ${base}/software/drafts`]: (count: number) =>
        count === 0 ? [400, { error_type: 'ALREADY_EXISTS', messages: [] }] : [201, '5'],
      'GET /api/session': [200, { user: 'VSPHERE.LOCAL\\svc' }],
      [`GET ${base}/software/drafts`]: [
        200,
        {
          3: { metadata: { owner: 'other@vsphere.local' } },
          4: { metadata: { owner: 'svc@vsphere.local' } },
        },
      ],
      [`DELETE ${base}/software/drafts/4`]: [204],
    });
    await vsphere.lifecycle.startCommit(vcenter, cluster, '8.0.3-24280767', 'why');
    expect(did().filter((line) => line.startsWith('DELETE'))).toEqual([`DELETE ${base}/software/drafts/4`]);
  });

  it('gives up when the draft is still in the way after that', async () => {
    const vcenter = await start({
      ...draft,
      [`POST ${base}/software/drafts`]: [400, { error_type: 'ALREADY_EXISTS', messages: [] }],
      'GET /api/session': [200, { user: 'svc@vsphere.local' }],
      [`GET ${base}/software/drafts`]: [200, {}],
    });
    await expect(
      vsphere.lifecycle.startCommit(vcenter, cluster, '8.0.3-24280767', 'why'),
    ).rejects.toMatchObject({ errorType: 'ALREADY_EXISTS' });
    expect(did().filter((line) => line === `POST ${base}/software/drafts`)).toHaveLength(2);
  });

  it('reads the desired image with its commit; none when none is set', async () => {
    const vcenter = await start({
      [`GET ${base}/software`]: [200, { base_image: { version: '8.0.3-0.35.24280767', details: null } }],
      [`GET ${base}/software/reports/apply-impact`]: [200, { commit: '7' }],
    });
    await expect(vsphere.lifecycle.readDesired(vcenter, cluster)).resolves.toEqual({
      baseImage: '8.0.3-24280767',
      commit: '7',
    });
    const other = { ...cluster, moid: 'domain-c9' };
    await expect(vsphere.lifecycle.readDesired(vcenter, other)).resolves.toBeUndefined();
  });

  it('takes the commit of a compliance result only if that result judged the desired image', async () => {
    const compliance = (version: string) => ({
      commit: '6',
      hosts: { 'host-1': { base_image: { target: { version } } } },
    });
    const answers = (version: string) => ({
      [`GET ${base}/software`]: [200, { base_image: { version: '8.0.3-0.35.24280767' } }],
      [`GET ${base}/software/compliance`]: [200, compliance(version)],
    });
    let vcenter = await start(answers('8.0.3-0.35.24280767'));
    await expect(vsphere.lifecycle.readDesired(vcenter, cluster)).resolves.toMatchObject({ commit: '6' });
    await server?.close();
    vcenter = await start(answers('8.0.2-0.0.22380479'));
    expect(await vsphere.lifecycle.readDesired(vcenter, cluster)).not.toHaveProperty('commit');
  });

  it('DG-16: reads the effective policy, and keeps the configured one to put it back', async () => {
    const vcenter = await start({
      [`GET ${base}/policies/apply/effective`]: [
        200,
        {
          enable_quick_boot: false,
          pre_remediation_power_action: 'DO_NOT_CHANGE_VMS_POWER_STATE',
          disable_dpm: true,
          disable_hac: false,
        },
      ],
      [`GET ${base}/policies/apply`]: [200, { disable_dpm: true, something_new: { a: 1 } }],
      [`PUT ${base}/policies/apply`]: [204],
    });
    const policy = await vsphere.lifecycle.readPolicy(vcenter, cluster);
    expect(policy).toEqual({
      enableQuickBoot: false,
      powerAction: 'DO_NOT_CHANGE_VMS_POWER_STATE',
      disableDpm: true,
      disableAdmissionControl: false,
      parallelRemediation: false,
      raw: { disable_dpm: true, something_new: { a: 1 } },
    });
    await vsphere.lifecycle.writePolicy(vcenter, cluster, policy.raw);
    expect(bodyOf(`PUT ${base}/policies/apply`)).toEqual(policy.raw);
  });

  it('reads the last apply result with everything it complains about', async () => {
    const vcenter = await start({
      [`GET ${base}/software/reports/last-apply-result`]: [
        200,
        {
          commit: '7',
          status: { status: 'ERROR', start_time: '2026-05-01T10:00:00Z', notifications: {} },
          successful_hosts: [],
          failed_hosts: ['host-1'],
          skipped_hosts: null,
          host_status: {
            'host-1': {
              status: 'ERROR',
              notifications: {
                errors: [
                  { id: 'e', message: { id: 'e', default_message: 'host {0} failed', args: ['esx-1'] } },
                ],
              },
            },
          },
        },
      ],
    });
    await expect(vsphere.lifecycle.readLastApply(vcenter, cluster)).resolves.toEqual({
      commit: '7',
      startedAt: '2026-05-01T10:00:00.000Z',
      failed: ['host-1'],
      successful: [],
      skipped: [],
      messages: ['host esx-1 failed'],
    });
    const other = { ...cluster, moid: 'domain-c9' };
    await expect(vsphere.lifecycle.readLastApply(vcenter, other)).resolves.toBeUndefined();
  });
});
