import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import type { ServiceFacts } from '../../src/composition/service.js';
import { hostWorkflowId } from '../../src/domain/ids.js';
import { createTemporalClient } from '../../src/temporal/connection.js';
import { startLocalTemporal } from '../../src/temporal/local-server.js';
import { startStack, temporalSource, type Stack } from '../support/e2e.js';
import { applied, isApplyOn } from '../support/e2e-journal.js';
import { eventually } from '../support/eventually.js';
import { createPrograms, type Programs } from '../support/processes.js';

describe('a worker that is told to end', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(async () => {
    await stack?.stop();
  });

  it('hands over what it waits for, and another worker goes on with it', async () => {
    const estate = await stack.startEstate({ done: 'authority', trustedHosts: 2 });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    await estate.until('the apply on prod-esx1', isApplyOn('prod-esx1'));
    const first = stack.worker('trusted');
    await stack.startWorker('trusted');
    await first.stop();
    expect(first.exitCode()).toBe(0);
    expect(first.log()).toMatch(/told to end \(SIGTERM\); a second signal ends at once/);
    expect(first.log()).toMatch(/workers take no new work; handed over: \d+ waits/);
    expect(first.log()).toMatch(/workers have ended; nothing is under way here any more/);

    expect((await ended).state).toBe('succeeded');
    expect(applied(await estate.journal())).toEqual(['prod-esx1', 'prod-esx2']);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });

  it('finishes what it is just starting: nothing has to be repeated', async () => {
    const estate = await stack.startEstate({ done: 'authority', trustedHosts: 2 });
    // Five seconds at this lab's speed.
    const operation = 'POST /api/esx/settings/clusters/*apply*';
    await estate.fault({ kind: 'slow', operation, target: 'wl-vc', count: 1, seconds: 5 * stack.speed });
    const run = await estate.start();
    const ended = estate.approveToEnd(run);
    ended.catch(() => undefined);
    await estate.until('the slow apply', ({ effect }) => effect === 'fault.fired');
    const first = stack.worker('trusted');
    await first.stop();
    expect(first.exitCode()).toBe(0);
    expect(first.log()).toMatch(/to be finished within 30 s: 1 other activities/);
    await stack.startWorker('trusted');

    expect((await ended).state).toBe('succeeded');
    const [host] = (await estate.operator.api.hosts(run)).filter(
      ({ host: { name } }) => name === 'prod-esx1',
    );
    const id = hostWorkflowId(estate.name, { vcenter: 'wl-vc', moid: host?.host.moid ?? '' });
    expect(await attemptsOf(stack.temporalAddress, id, 'startRemediation')).toEqual([1]);
    expect(await estate.referee()).toMatchObject({ ok: true, violations: [] });
  });
});

/** Attempt with which each activity of this type succeeded. */
async function attemptsOf(address: string, workflowId: string, type: string): Promise<number[]> {
  const client = createTemporalClient({ address });
  try {
    const { events = [] } = await client.workflow.getHandle(workflowId).fetchHistory();
    const ids = (events ?? []).flatMap(({ eventId, activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled?.activityType?.name === type ? [String(eventId)] : [],
    );
    return (events ?? []).flatMap(({ activityTaskStartedEventAttributes: started }) =>
      ids.includes(String(started?.scheduledEventId)) ? [started?.attempt ?? 0] : [],
    );
  } finally {
    await client.connection.close();
  }
}

const itWithOwnTemporal = temporalSource.kind === 'address' ? it.skip : it;

describe('what is not there yet', () => {
  let dir: string;
  let programs: Programs;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'vta-e2e-'));
    programs = createPrograms();
  });
  afterEach(async () => {
    await programs.stopAll();
    await rm(dir, { recursive: true, force: true });
  });

  async function configFile(name: string, config: object): Promise<string> {
    const file = join(dir, `${name}.yaml`);
    await writeFile(file, stringify({ dataDirectory: join(dir, 'data'), ...config }));
    return file;
  }
  const worker = (zone: string, config: string) =>
    programs.start(`worker-${zone}`, 'worker.js', ['--zone', zone, '--config', config]);
  const serve = (config: string) =>
    programs.start('service', 'server.js', ['--no-lab', '--json', '--config', config]);

  itWithOwnTemporal(
    'Temporal: service and workers wait for it, say so, and go on when it comes',
    async () => {
      const before = await startLocalTemporal(temporalSource, join(dir, 'temporal-before'));
      const { address, ports = [] } = before;
      await before.stop();
      const config = await configFile('vta', {
        temporal: { address },
        api: { listen: '127.0.0.1:0' },
        zones: ['orchestration'],
      });
      const trusted = worker('trusted', config);
      const service = serve(config);
      for (const program of [trusted, service]) {
        await eventually(`${program.name} to say what it waits for`, () =>
          program.log().includes(`waiting for Temporal at ${address}`),
        );
        expect(program.log()).toContain('Start it, or correct temporal.address');
      }
      const { url, tokenFiles } = JSON.parse(await service.firstLine()) as ServiceFacts;
      const token = (await readFile(tokenFiles['viewer'] ?? '', 'utf8')).trim();
      const get = async (path: string) => {
        const answer = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
        return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
      };
      expect(await get('/readyz')).toMatchObject({ status: 503, body: { missing: ['temporal'] } });
      expect(await get('/v1/health')).toMatchObject({ body: { temporal: { reachable: false } } });

      const temporal = await startLocalTemporal(temporalSource, join(dir, 'temporal'), { ports });
      try {
        await eventually('the trusted worker', () =>
          trusted.log().includes('worker for trusted on Temporal at'),
        );
        await eventually('the pollers', async () => {
          const { body } = await get('/v1/health');
          const queues = body['queues'] as { name: string; pollers: number }[];
          const served = queues.filter(({ pollers }) => pollers > 0).map(({ name }) => name);
          return served.includes('orchestration') && served.includes('vta-trusted');
        });
        expect((await get('/readyz')).status).toBe(200);
        await Promise.all([trusted.stop(), service.stop()]);
        expect([trusted.exitCode(), service.exitCode()]).toEqual([0, 0]);
        expect(service.log()).toContain('the API takes no new requests');
      } finally {
        await temporal.stop();
      }
    },
  );

  it('a worker that is told to end while it waits ends well', async () => {
    const config = await configFile('vta', { temporal: { address: '127.0.0.1:1' } });
    const program = worker('authority', config);
    await eventually('its words', () => program.log().includes('waiting for Temporal at 127.0.0.1:1'));
    await program.stop();
    expect(program.exitCode()).toBe(0);
  });

  it('the disk of the records: a worker waits for it, and goes on when it comes', async () => {
    const disk = join(dir, 'disk');
    await writeFile(disk, 'not mounted');
    const temporal = { address: '127.0.0.1:1' };
    const program = worker(
      'authority',
      await configFile('vta', { temporal, dataDirectory: join(disk, 'data') }),
    );
    await eventually('its words', () => program.log().includes('waiting for the records database'));
    expect(program.log()).toContain('is mounted and writable');
    await rm(disk);
    await mkdir(disk);
    await eventually('the next wait', () => program.log().includes('waiting for Temporal'));
    expect(program.log()).toMatch(/the records database .* is there after/);
  });

  itWithOwnTemporal(
    'a killed service leaves no Temporal server behind, and starts again on its data',
    async () => {
      const config = await configFile('vta', { api: { listen: '127.0.0.1:0' } });
      const first = serve(config);
      const { temporal } = JSON.parse(await first.firstLine()) as ServiceFacts;
      const pid = temporal.pid ?? 0;
      expect(isAlive(pid)).toBe(true);
      await first.kill();
      await eventually('the end of its server', () => !isAlive(pid));

      const second = serve(config);
      const facts = JSON.parse(await second.firstLine()) as ServiceFacts;
      expect(await (await fetch(`${facts.url}/readyz`)).json()).toEqual({ status: 'ready', missing: [] });
      await second.stop();
      expect(second.exitCode()).toBe(0);
      expect(isAlive(facts.temporal.pid ?? 0)).toBe(false);
    },
  );
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
