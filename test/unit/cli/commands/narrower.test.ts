import { afterEach, describe, expect, it } from '@jest/globals';
import { vta } from '../../../support/cli.js';
import { aPlanDetail, PLAN_HASH, RUN_ID } from '../../../support/contract-data.js';
import { startFakeApi, type FakeApi } from '../../../support/fake-api.js';

let api: FakeApi | undefined;
afterEach(() => api?.close());

const VERSIONS = ['--vcenter-version', '8.0.3.00400', '--esx-version', '8.0.3-24022510'];

async function planned(...args: string[]) {
  const found = aPlanDetail();
  api = await startFakeApi({
    'POST /v1/plans': () => ({ status: 201, body: { hash: PLAN_HASH } }),
    [`GET /v1/plans/${PLAN_HASH}`]: () => ({ body: found }),
  });
  const ran = await vta(['plan', 'create', 'lab', ...args], { url: api.url });
  return { ...ran, request: (api.seen[0]?.body as { request?: unknown } | undefined)?.request };
}

describe('ORD-6: vta plan create for less than the whole estate', () => {
  it.each([
    {
      what: 'tiers',
      args: ['--only-tier', 'trusted-vcenters', '--only-tier', 'trusted-hosts', ...VERSIONS],
      only: { tiers: ['trusted-vcenters', 'trusted-hosts'] },
    },
    {
      what: 'the hosts of one cluster, without a version for vCenters',
      args: ['--only-cluster', 'workload', '--esx-version', '8.0.3-24022510'],
      only: { tiers: ['authority-hosts', 'trusted-hosts'], clusters: ['workload'] },
    },
    {
      what: 'one vCenter, without a version for hosts',
      args: ['--only-vcenter', 'vc-a', '--vcenter-version', '8.0.3.00400'],
      only: { tiers: ['authority-vcenter', 'trusted-vcenters'], vcenters: ['vc-a'] },
    },
    {
      what: 'the hosts of one vCenter',
      args: ['--only-tier', 'trusted-hosts', '--only-vcenter', 'vc-a', '--esx-version', '8.0.3-24022510'],
      only: { tiers: ['trusted-hosts'], vcenters: ['vc-a'] },
    },
  ])('$what', async ({ args, only }) => {
    const { request } = await planned(...args, '--reason', 'hardware support');
    expect(request).toMatchObject({ only: { ...only, reason: 'hardware support' } });
  });

  it.each([
    { what: 'a reason', args: ['--only-tier', 'trusted-hosts', ...VERSIONS], says: '--reason' },
    {
      what: 'the version of what it covers',
      args: ['--only-tier', 'trusted-hosts', '--reason', 'r', '--vcenter-version', '8.0.3.00400'],
      says: '--esx-version',
    },
    {
      what: 'a known tier',
      args: ['--only-tier', 'hosts', '--reason', 'r', ...VERSIONS],
      says: 'trusted-hosts',
    },
  ])('without $what nothing is sent', async ({ args, says }) => {
    const { code, stderr } = await planned(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
    expect(api?.seen).toEqual([]);
  });

  it('the plan shows the reason and what is left out', async () => {
    const found = aPlanDetail();
    const only = { tiers: ['trusted-hosts'] as const, reason: 'hardware support' };
    api = await startFakeApi({
      [`GET /v1/plans/${PLAN_HASH}`]: () => ({
        body: {
          ...found,
          plan: {
            ...found.plan,
            request: { ...found.plan.request, only },
            leftOut: [
              {
                kind: 'vcenter',
                name: 'ta-vc',
                vcenter: 'ta-vc',
                why: 'tier authority-vcenter is not asked for',
              },
            ],
          },
        },
      }),
    });
    const { stdout } = await vta(['plan', 'show', PLAN_HASH], { url: api.url });
    expect(stdout).toContain('business reason: hardware support');
    expect(stdout).toContain('vCenter ta-vc  tier authority-vcenter is not asked for');
  });
});

describe('ORD-6: vta run start for less than the whole estate', () => {
  it('takes its reason for the business reason', async () => {
    api = await startFakeApi({
      'POST /v1/runs': () => ({
        status: 201,
        body: { runId: RUN_ID, estate: 'lab', planHash: PLAN_HASH, findings: [] },
      }),
    });
    const args = ['run', 'start', 'lab', '--only-tier', 'trusted-hosts', '--esx-version', '8.0.3-24022510'];
    const { code } = await vta([...args, '--reason', 'driver fix'], { url: api.url });
    expect(code).toBe(0);
    expect(api.seen[0]?.body).toMatchObject({
      reason: 'driver fix',
      request: { only: { tiers: ['trusted-hosts'], reason: 'driver fix' } },
    });
  });
});

describe('ORD-2, ORD-4: who upgrades, by choice', () => {
  it('is said by name, more than once', async () => {
    const { request } = await planned(
      ...VERSIONS,
      '--vcenter-executor',
      'vc-a=reduced-downtime',
      '--vcenter-executor',
      'vc-b=installer',
      '--cluster-executor',
      'workload=iso',
    );
    expect(request).toMatchObject({
      executors: {
        vcenters: { 'vc-a': 'reduced-downtime', 'vc-b': 'installer' },
        clusters: { workload: 'iso' },
      },
    });
  });
  it.each([['vc-a=magic'], ['installer'], ['=installer']])('%s is refused', async (choice) => {
    const { code, stderr } = await planned(...VERSIONS, '--vcenter-executor', choice);
    expect(code).toBe(2);
    expect(stderr).toContain('reduced-downtime');
    expect(api?.seen).toEqual([]);
  });
});
