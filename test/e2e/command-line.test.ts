import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createToken, hashToken } from '../../src/api/index.js';
import { createRecords } from '../../src/records/index.js';
import type { GateList, PlanDetail, RunEvent, RunReport, RunStarted } from '../../src/contract/index.js';
import { cliOf, type Ended } from '../support/e2e-cli.js';
import { startStack, type Stack } from '../support/e2e.js';
import { NEW, OLD, type TestEstate } from '../support/e2e-estate.js';
import { eventually } from '../support/eventually.js';
import { startRecordingProxy, type RecordingProxy } from '../support/recording-proxy.js';
import { allHistories, filesBelow, findSecrets } from '../support/secret-search.js';

const TARGETS = ['--vcenter-version', '8.0.3.00000', '--esx-version', NEW];

describe('a whole upgrade by the command line', () => {
  let stack: Stack;
  let estate: TestEstate;
  let run = '';
  const proxies: RecordingProxy[] = [];
  const people: Record<string, (...args: string[]) => Promise<Ended>> = {};
  const printed: Ended[] = [];

  /** Runs `vta` as one of the people; fails with its words unless it ends as expected. */
  async function vta(who: string, args: readonly string[], code = 0): Promise<Ended> {
    const ended = await people[who]!(...args);
    printed.push(ended);
    if (ended.code !== code)
      throw new Error(`vta ${args.join(' ')} ended with ${ended.code}: ${ended.stderr}`);
    return ended;
  }
  async function asked<T>(who: string, ...args: string[]): Promise<T> {
    return JSON.parse((await vta(who, [...args, '--json'])).stdout) as T;
  }

  beforeAll(async () => {
    stack = await startStack();
    estate = await stack.startEstate({ seen: throughProxies });
    // The first users are kept apart; a requester who may approve others' runs has to be made.
    const file = join(stack.dir, 'lead.token');
    await addUser('lead', file);
    const tokens = { ...stack.facts.tokenFiles, lead: file };
    for (const [name, token] of Object.entries(tokens)) {
      const home = join(stack.dir, 'homes', name);
      await mkdir(home, { recursive: true });
      people[name] = cliOf(home);
      await vta(name, ['login', '--url', stack.facts.url, '--token-file', token]);
    }
  });
  afterAll(async () => {
    await stack?.stop();
    await Promise.all(proxies.map((proxy) => proxy.close()));
  });

  /** Both vCenters behind servers that remember the session IDs, which the lab itself never tells. */
  async function throughProxies(lab: TestEstate['lab']): Promise<TestEstate['lab']> {
    const vcenters = await Promise.all(
      lab.vcenters.map(async (vcenter) => {
        const proxy = await startRecordingProxy(vcenter.url);
        proxies.push(proxy);
        return { ...vcenter, url: proxy.url, thumbprint: proxy.thumbprint };
      }),
    );
    return { ...lab, vcenters };
  }

  async function addUser(name: string, file: string): Promise<void> {
    const records = await createRecords({ file: join(stack.dataDirectory, 'records.db') });
    try {
      const token = createToken();
      await writeFile(file, token);
      const createdAt = new Date().toISOString();
      const roles = ['viewer', 'operator', 'approver'] as const;
      await records.putUser({ name, roles, tokenHash: hashToken(token), createdAt });
    } finally {
      await records.close();
    }
  }

  it('registers, checks, plans and starts; what is not allowed ends with 2, 3 or 4', async () => {
    await vta('operator', ['estate', 'add', estate.file]);
    expect(await asked<{ name: string }[]>('viewer', 'estate', 'list')).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: estate.name })]),
    );
    await vta('viewer', ['preflight', estate.name, ...TARGETS], 4);
    await vta('lead', ['preflight', estate.name, ...TARGETS]);
    await vta('lead', ['preflight', estate.name], 2);
    const refused = await vta(
      'lead',
      ['preflight', estate.name, '--vcenter-version', '9.0.0.0', '--esx-version', '9.0.0-24755229'],
      3,
    );
    expect(refused.stdout).toMatch(/DG-1\b/);

    const { hash, plan } = await asked<PlanDetail>('lead', 'plan', 'create', estate.name, ...TARGETS);
    expect(plan.tiers.map(({ kind }) => kind)).toEqual([
      'authority-vcenter',
      'authority-hosts',
      'trusted-vcenters',
      'trusted-hosts',
    ]);
    await vta('lead', ['plan', 'check', hash.slice(0, 12)]);
    await vta('approver', ['run', 'start', estate.name, '--plan', hash, '--reason', 'not mine'], 4);
    const start = ['run', 'start', estate.name, '--plan', hash.slice(0, 12), '--reason', 'change 4711'];
    run = (await asked<RunStarted>('lead', ...start)).runId;
    await vta('viewer', ['run', 'show', 'no-such-run'], 4);
  });

  it('DG-2: the requester cannot approve (3), nor who is no approver (4); somebody else can', async () => {
    await eventually('the begin gate', async () => (await openGates()).includes('begin'));
    const approve = ['gate', 'approve', run, 'begin', '--reason', 'evidence seen'];
    const own = await vta('lead', approve, 3);
    expect(own.stderr).toMatch(/DG-2/);
    await vta('operator', approve, 4);
    await vta('approver', ['gate', 'approve', run, 'no-such-gate', '--reason', 'x'], 4);
    expect(await openGates()).toEqual(['begin']);
    await vta('approver', approve);
    await vta('approver', approve, 3);
  });

  it('is watched to its end while the gates are approved, and reported', async () => {
    const watching = vta('viewer', ['run', 'watch', run, '--json', '--interval', '0.5']);
    watching.catch(() => undefined);
    await approveWhile(watching);

    const events = (await watching).stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as RunEvent);
    expect(events.map(({ position }) => position)).toEqual([
      ...new Set(events.map(({ position }) => position)),
    ]);
    expect(events.at(0)?.type).toBe('run.started');
    expect(events.at(-1)).toMatchObject({ type: 'run.ended' });

    const file = join(stack.dir, 'report.json');
    await eventually(
      'the report',
      async () => (await people['viewer']!('report', run, '--out', file)).code === 0,
    );
    const report = JSON.parse(await readFile(file, 'utf8')) as RunReport;
    expect(report).toMatchObject({ runId: run, state: 'succeeded', requestedBy: 'lead' });
    expect(report.gates.filter(({ by }) => by === 'approver')).toHaveLength(report.gates.length);
    expect(report.hosts).toHaveLength(5);
    for (const host of report.hosts) {
      expect(host).toMatchObject({ phase: 'done', installedBefore: OLD, installedAfter: NEW });
    }
    expect(report.temporal.actionsPerTrustedHost.max).toBeLessThanOrEqual(40);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [], unknown: [] });
  });

  it('SVC-1: the report shows the vTA services on the version of their hosts; no step was for services alone', async () => {
    const report = await asked<RunReport>('viewer', 'report', run);
    expect(report.services).toEqual(['ta-esx1', 'ta-esx2'].map((host) => ({ host, version: NEW })));
    const { stdout } = await vta('viewer', ['report', run]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      `vTA services, which come with ESXi: ta-esx1 ${NEW}, ta-esx2 ${NEW}`,
    );
    const { plan } = await asked<PlanDetail>('viewer', 'plan', 'show', report.planHash);
    expect(JSON.stringify(plan.tiers)).not.toMatch(/attestd|kmxd|service/i);
    const orders = (await estate.journal()).filter(
      ({ effect, login }) => effect === 'host.service' && login !== '',
    );
    expect(orders).toEqual([]);
  });

  it('no password, token or session ID is in a history, a record, a blob, a log or a report', async () => {
    const passwords = estate.accounts.flatMap(({ users, hostUsers }) =>
      [...users, ...hostUsers].flatMap(({ name, password }) => [password, `${name}:${password}`]),
    );
    const tokenFiles = [...Object.values(stack.facts.tokenFiles), join(stack.dir, 'lead.token')];
    const tokens = await Promise.all(tokenFiles.map(async (file) => (await readFile(file, 'utf8')).trim()));
    const sessions = proxies.flatMap((proxy) => [...proxy.secrets]);
    expect(passwords.length).toBeGreaterThan(8);
    expect(sessions.length).toBeGreaterThan(4);

    const histories = await allHistories(stack.temporalAddress);
    const files = await filesBelow(stack.dataDirectory, ['tokens']);
    const temporal = await filesBelow(join(stack.dir, 'temporal'));
    const logs = stack.programs.logs().map(({ name, text }) => ({ where: `log of ${name}`, text }));
    const commands = printed.map(({ stdout, stderr }, index) => ({
      where: `command ${index}`,
      text: `${stdout}\n${stderr}`,
    }));
    const places = [...histories, ...files, ...temporal, ...logs, ...commands];
    // Where the name of a host is found, a password would be found as well.
    const seen = findSecrets(['prod-esx2', '/v1/runs'], places).join('\n');
    for (const where of [
      'history of',
      '/records.db',
      '/blobs/',
      '/temporal.db',
      'log of service',
      'command',
    ]) {
      expect(seen).toContain(` in ${where}`);
    }
    expect(findSecrets([...passwords, ...tokens, ...sessions], places)).toEqual([]);
  });

  async function openGates(): Promise<string[]> {
    const { items } = await asked<GateList>('viewer', 'gate', 'list', run);
    return items.filter(({ state }) => state === 'open').map(({ id }) => id);
  }

  async function approveWhile(watching: Promise<unknown>): Promise<void> {
    let isOver = false;
    watching.then(
      () => (isOver = true),
      () => (isOver = true),
    );
    await eventually(
      'the end of the watch',
      async () => {
        for (const gate of await openGates()) {
          await vta('approver', ['gate', 'approve', run, gate, '--reason', 'evidence seen']);
        }
        return isOver;
      },
      110_000,
      250,
    );
  }
});
