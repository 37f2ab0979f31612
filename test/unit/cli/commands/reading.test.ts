import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRule } from '../../../../src/domain/rule-book/index.js';
import { vta } from '../../../support/cli.js';
import {
  aGate,
  aHealth,
  aHostProgress,
  anEvent,
  anInventory,
  aPlanDetail,
  aReport,
  aRun,
  OLD,
  PLAN_HASH,
  RUN_ID,
} from '../../../support/contract-data.js';
import { problem, startFakeApi, type FakeApi, type Route } from '../../../support/fake-api.js';

let api: FakeApi | undefined;
afterEach(() => api?.close());

const answer =
  (body: unknown): Route =>
  () => ({ body });
const { plan, ...planSummary } = aPlanDetail();
const { runId, estate, planHash, requestedBy, requestedAt, state } = aRun();
const runSummary = { runId, estate, planHash, requestedBy, requestedAt, state };
const anAuditEntry = {
  id: 'a1',
  at: '2026-11-24T14:00:00.000Z',
  who: 'olga',
  what: 'run.start',
  subject: RUN_ID,
  detail: { reason: 'change 4711' },
};

const qb4 = findRule('qb-4');
const notEnforced = { ...qb4, id: 'SVC-9', title: 'A rule of the future', notYet: 'Do it by hand.' };

const READING: readonly { args: string[]; path: string; body: unknown; shows: string[] }[] = [
  {
    args: ['estate', 'list'],
    path: '/v1/estates',
    body: { items: [{ name: 'lab', hash: PLAN_HASH, registeredBy: 'olga', registeredAt: requestedAt }] },
    shows: ['lab', 'olga', '2026-11-24 14:00:00Z'],
  },
  {
    args: ['estate', 'show', 'lab'],
    path: '/v1/estates/lab/inventory',
    body: anInventory(),
    shows: [
      'ta-vc',
      'tr-a-01.lab',
      OLD,
      '8.0.1-21495797',
      'quick',
      'Could not be read',
      'licence: no privilege',
    ],
  },
  {
    args: ['base-images', 'list', 'lab'],
    path: '/v1/estates/lab/base-images',
    body: {
      estate: 'lab',
      cluster: { vcenter: 'ta-vc', moid: 'domain-c8', name: 'TA-Cluster' },
      readAt: requestedAt,
      items: anInventory().authority.facts.images,
      powerCli: [
        "Get-TrustAuthorityVMHostBaseImage (Get-TrustAuthorityCluster -Name 'TA-Cluster') | select *",
      ],
    },
    shows: [OLD, 'ESXi 8.0.2', 'not told', 'Get-TrustAuthorityVMHostBaseImage', 'CLI-1'],
  },
  {
    args: ['debt', 'list', 'lab'],
    path: '/v1/estates/lab/debts',
    body: {
      estate: 'lab',
      readAt: requestedAt,
      items: [
        {
          host: { vcenter: 'tr-a', moid: 'host-1', name: 'tr-a-01.lab' },
          cluster: 'A',
          installed: '8.0.3-24022510',
          since: requestedAt,
          boot: {
            type: 'unknown',
            source: 'none',
            sources: [
              { source: 'event', type: 'full', text: 'esx.audit.host.reboot.reason.user' },
              { source: 'tpm', type: 'quick', text: 'the same measurements' },
            ],
          },
          keeps: [OLD],
          text: 'owes a full boot',
        },
      ],
    },
    shows: ['tr-a-01.lab', '8.0.3-24022510', 'unknown', OLD, 'contradict', 'tpm says quick boot'],
  },
  {
    args: ['plan', 'list'],
    path: '/v1/plans',
    body: { items: [planSummary] },
    shows: ['4f2a91c07b3e', '0 blockers, 1 warning'],
  },
  {
    args: ['plan', 'show', PLAN_HASH],
    path: `/v1/plans/${PLAN_HASH}`,
    body: { ...planSummary, plan },
    shows: [
      'Trust Authority vCenter',
      'test host',
      'Quick Boot',
      'QB-4',
      'already on the target',
      'BAK-1',
      '3 h 20 min',
    ],
  },
  {
    args: ['run', 'list'],
    path: '/v1/runs',
    body: { items: [runSummary] },
    shows: [RUN_ID, 'running', 'olga'],
  },
  {
    args: ['run', 'hosts', RUN_ID],
    path: `/v1/runs/${RUN_ID}/hosts`,
    body: { items: [aHostProgress()] },
    shows: ['ta-02.lab', 'remediating', 'full'],
  },
  {
    args: ['run', 'events', RUN_ID],
    path: `/v1/runs/${RUN_ID}/events`,
    body: { items: [anEvent(1)] },
    shows: ['2026-11-24 14:00:00Z  tier.started', 'event 1'],
  },
  {
    args: ['gate', 'list', RUN_ID],
    path: `/v1/runs/${RUN_ID}/gates`,
    body: { planHash: PLAN_HASH, live: true, items: [aGate()] },
    shows: ['begin', 'open', 'DG-2'],
  },
  {
    args: ['report', RUN_ID],
    path: `/v1/runs/${RUN_ID}/report`,
    body: aReport(),
    shows: ['succeeded', 'Left open: 1 item', 'QB-4', '31 actions per trusted host', 'longest history 812'],
  },
  {
    args: ['audit', 'list'],
    path: '/v1/audit',
    body: { items: [anAuditEntry] },
    shows: ['run.start', 'change 4711'],
  },
  {
    args: ['explain'],
    path: '/v1/rules',
    body: { items: [qb4, notEnforced] },
    shows: ['QB-4   A base image in use stays  yes', 'SVC-9  A rule of the future       not yet'],
  },
  {
    args: ['explain', 'QB-4'],
    path: '/v1/rules/QB-4',
    body: qb4,
    shows: [
      'QB-4  A base image in use stays',
      'You may    `vta debt list ESTATE` names the hosts',
      'docs/rules/QB.md',
    ],
  },
  {
    args: ['explain', 'SVC-9'],
    path: '/v1/rules/SVC-9',
    body: notEnforced,
    shows: ['Not yet    Not enforced by this release. Do it by hand.', 'docs/rules/SVC.md'],
  },
  {
    args: ['whoami'],
    path: '/v1/me',
    body: { name: 'olga', roles: ['operator'] },
    shows: ['olga (operator)'],
  },
];

describe('every reading command', () => {
  it.each(READING)(
    '$args.0 $args.1 prints what people need, within 100 columns',
    async ({ args, path, body, shows }) => {
      api = await startFakeApi({ [`GET ${path}`]: answer(body) });
      const { code, stdout, stderr } = await vta(args, { url: api.url });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      for (const text of shows) expect(stdout).toContain(text);
      expect(stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
      expect(api.seen[0]?.headers.authorization).toBe('Bearer token-of-the-test');
    },
  );

  it.each(READING)('$args.0 $args.1 --json prints JSON and nothing else', async ({ args, path, body }) => {
    api = await startFakeApi({ [`GET ${path}`]: answer(body) });
    const { code, stdout, stderr } = await vta([...args, '--json'], { url: api.url });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(() => JSON.parse(stdout)).not.toThrow();
  });
});

describe('an empty list', () => {
  it.each([
    [['estate', 'list'], '/v1/estates', 'No estates yet. Register one: vta estate add FILE'],
    [['plan', 'list'], '/v1/plans', 'No plans yet. Make one: vta plan create'],
    [['run', 'list'], '/v1/runs', 'No runs yet. Request one: vta run start'],
    [['audit', 'list'], '/v1/audit', 'The audit trail is empty'],
    [['debt', 'list', 'x'], '/v1/estates/x/debts', 'No host owes a full boot'],
    [['run', 'hosts', 'x'], '/v1/runs/x/hosts', 'No host has been touched yet.'],
    [['run', 'events', 'x'], '/v1/runs/x/events', 'Nothing has happened yet.'],
  ])('%j says what to do next', async (args, path, text) => {
    api = await startFakeApi({ [`GET ${path}`]: answer({ estate: 'x', readAt: requestedAt, items: [] }) });
    expect((await vta(args, { url: api.url })).stdout).toContain(text);
  });
});

it('follows the pages of a long list, and no further than asked for', async () => {
  const page: Route = ({ path }) => {
    const query = new URL(path, 'http://x').searchParams;
    const start = Number(query.get('after') ?? 0);
    const items = Array.from({ length: Number(query.get('limit')) }, (_, index) => ({
      ...anAuditEntry,
      id: `a${start + index}`,
    }));
    return { body: { items, next: String(start + items.length) } };
  };
  api = await startFakeApi({ 'GET /v1/audit': page });
  const { stdout } = await vta(['audit', 'list', '--limit', '450', '--json'], { url: api.url });
  const ids = (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
  expect(new Set(ids).size).toBe(450);
  expect(api.seen).toHaveLength(3);
});

it('report --out writes the whole report and says so on stderr', async () => {
  const report = { ...aReport(), fieldOfALaterRelease: 1 };
  api = await startFakeApi({ [`GET /v1/runs/${RUN_ID}/report`]: answer(report) });
  const file = join(await mkdtemp(join(tmpdir(), 'vta-report-')), 'report.json');
  const { code, stdout, stderr } = await vta(['report', RUN_ID, '--out', file], { url: api.url });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toContain(file);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(report);
});

describe('doctor', () => {
  it('says ok for each thing that is there', async () => {
    api = await startFakeApi({
      'GET /v1/health': answer(aHealth()),
      'GET /v1/me': answer({ name: 'olga', roles: ['operator'] }),
    });
    const { code, stdout } = await vta(['doctor'], { url: api.url });
    expect(code).toBe(0);
    expect(stdout.split('\n').filter(Boolean)).toHaveLength(8);
    expect(stdout).not.toContain('problem');
  });

  it('says what to do about each problem', async () => {
    api = await startFakeApi({
      'GET /v1/health': answer(
        aHealth({
          status: 'degraded',
          temporal: { reachable: false, problem: 'connection refused' },
          queues: [{ name: 'vta-authority', pollers: 0 }],
          records: { writable: false },
        }),
      ),
    });
    const { code, stdout } = await vta(['doctor'], { url: api.url });
    expect(code).toBe(1);
    for (const text of ['Start Temporal', 'vta worker --zone', 'disk space', 'vta login'])
      expect(stdout).toContain(text);
  });

  it('blames the token, not the service, when the service tells nothing to strangers', async () => {
    const stranger: Route = () => problem(401, { detail: 'This token is unknown.' });
    api = await startFakeApi({ 'GET /v1/health': stranger, 'GET /v1/me': stranger });
    const { code, stdout } = await vta(['doctor'], { url: api.url });
    expect(code).toBe(1);
    expect(stdout).toMatch(/ok +service/);
    expect(stdout).toMatch(/problem +token +This token is unknown/);
  });

  it('ends with 6 when nobody answers, and still reports Node', async () => {
    const { code, stdout } = await vta(['doctor'], { url: 'http://127.0.0.1:9' });
    expect(code).toBe(6);
    expect(stdout).toMatch(/ok +node/);
    expect(stdout).toContain('npm start');
  });
});
