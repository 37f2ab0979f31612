import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { asActivityFailure } from '../../../src/activities/failures.js';
import { watch } from '../../../src/activities/watch.js';
import type { ClusterRef } from '../../../src/domain/model/inventory.js';
import { eventually } from '../../support/eventually.js';
import { anEnvironment, aPatience } from '../../support/fake-vsphere.js';
import {
  aVCenter,
  aVSphere,
  fakeServer,
  json,
  withLogin,
  type FakeServer,
} from '../../support/fake-vcenter.js';

const cluster: ClusterRef = { vcenter: 'vc-test', moid: 'domain-c8', name: 'trusted-1' };
const version = { version: '8.0.3', build: '1' };
const tooMany = (response: ServerResponse, status: number, retryAfter?: string): void => {
  response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': retryAfter });
  response.end();
};

describe('a vCenter that wants to be left alone', () => {
  let server: FakeServer | undefined;
  const warnings: { keys: object; message: string }[] = [];
  const logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: (keys: object, message: string) => void warnings.push({ keys, message }),
  };
  let vsphere = aVSphere({ logger });
  /** The first answers to reading the version; then it is told. */
  const start = async (...answers: ((response: ServerResponse) => void)[]) => {
    vsphere = aVSphere({ logger });
    server = await fakeServer(
      withLogin((_, response, count) => (answers[count] ?? ((ok) => json(ok, 200, version)))(response)),
    );
    return aVCenter(server);
  };
  const calls = (): number => server?.seen.filter(({ path }) => path !== '/api/session').length ?? 0;
  afterEach(async () => {
    await vsphere.close();
    await server?.close();
    warnings.length = 0;
  });

  it.each([429, 503])(
    'by %d: no read and no write of this process knocks before the time',
    async (status) => {
      const vcenter = await start((response) => tooMany(response, status, '60'));
      await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({
        kind: 'passing',
        status,
        errorType: 'THROTTLED',
        retryAfterSeconds: 60,
      });
      const refused = await Promise.allSettled([
        vsphere.appliance.readVersion(vcenter),
        vsphere.lifecycle.startApply(vcenter, cluster, '7', ['host-1']),
        vsphere.hosts.readClusters(vcenter, ['trusted-1']),
        vsphere.hosts.enterMaintenance(vcenter, { vcenter: 'vc-test', moid: 'host-1', name: 'esx1' }),
      ]);
      for (const call of refused) {
        expect(call).toMatchObject({ reason: { kind: 'passing', errorType: 'THROTTLED' } });
        expect(String(call.status === 'rejected' && call.reason)).toMatch(
          /^VSphereError: throttled by vc-test until 20\d\d-.*Z$/,
        );
      }
      expect(calls()).toBe(1);
    },
  );

  it('is asked again when the time is over', async () => {
    const vcenter = await start((response) => tooMany(response, 429, '1'));
    const begin = performance.now();
    const read = () => vsphere.appliance.readVersion(vcenter).catch(() => undefined);
    expect(await eventually('the end of the silence', read)).toMatchObject({ build: '1' });
    expect(performance.now() - begin).toBeGreaterThan(950);
    expect(calls()).toBe(2);
  });

  it('a date counts like seconds', async () => {
    const until = new Date(Date.now() + 30_000).toUTCString();
    const vcenter = await start((response) => tooMany(response, 503, until));
    const error: unknown = await vsphere.appliance.readVersion(vcenter).catch((caught: unknown) => caught);
    const { retryAfterSeconds } = error as { retryAfterSeconds: number };
    expect(retryAfterSeconds).toBeGreaterThan(27);
    expect(retryAfterSeconds).toBeLessThanOrEqual(30);
  });

  it('for hours is not followed that long, and the log says so', async () => {
    const vcenter = await start((response) => tooMany(response, 503, '86400'));
    await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({ retryAfterSeconds: 600 });
    expect(warnings.map(({ message }) => message)).toContain('Retry-After of 86400 s, cut to 600 s');
  });

  it.each(['soon', '-5', 'Thu, 01 Jan 1970 00:00:00 GMT'])(
    'until "%s" is not followed, and the log says so: the next call is sent',
    async (retryAfter) => {
      const vcenter = await start((response) => tooMany(response, 503, retryAfter));
      await expect(vsphere.appliance.readVersion(vcenter)).rejects.toMatchObject({ kind: 'passing' });
      await expect(vsphere.appliance.readVersion(vcenter)).resolves.toMatchObject({ build: '1' });
      expect(warnings[0]?.message).toMatch(/ignored$/);
      expect(JSON.stringify(warnings)).not.toContain(retryAfter);
    },
  );

  it('by a 429 without a time is left alone for some seconds, by a 503 without one it is not', async () => {
    const vcenter = await start(
      (response) => tooMany(response, 503),
      (response) => tooMany(response, 429),
    );
    const read = () => vsphere.appliance.readVersion(vcenter);
    await expect(read()).rejects.toMatchObject({ kind: 'passing', status: 503 });
    await expect(read()).rejects.toMatchObject({ retryAfterSeconds: 5 });
    await expect(read()).rejects.toMatchObject({ errorType: 'THROTTLED' });
    expect(calls()).toBe(2);
  });

  it('is what a watch says it waits for, and an attempt of an activity is repeated no earlier', async () => {
    const vcenter = await start((response) => tooMany(response, 429, '60'));
    const { run, seen, cancel } = anEnvironment();
    const look = async () => ({
      state: 'done' as const,
      value: await vsphere.appliance.readVersion(vcenter),
    });
    const watching = run(() =>
      watch(look, aPatience(), { pollMs: 2, awayMs: 60_000, usualMs: 60_000 }),
    ).catch(() => 'ended');
    await eventually('some looks', () => seen.length > 3);
    cancel();
    expect(await watching).toBe('ended');
    for (const reading of seen) expect(JSON.stringify(reading)).toContain('throttled by vc-test until');
    expect(calls()).toBe(1);

    const error: unknown = await vsphere.appliance.readVersion(vcenter).catch((caught: unknown) => caught);
    const { nextRetryDelay, nonRetryable } = asActivityFailure(error) as {
      nextRetryDelay: number;
      nonRetryable: boolean;
    };
    expect(nonRetryable).toBe(false);
    expect(nextRetryDelay).toBeGreaterThan(50_000);
    expect(nextRetryDelay).toBeLessThanOrEqual(60_000);
  });
});
