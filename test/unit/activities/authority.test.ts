import { describe, expect, it } from '@jest/globals';
import { createAuthorityActivities } from '../../../src/activities/authority.js';
import type { BaseImage, EsxHost } from '../../../src/domain/model/inventory.js';
import type { TaskReading, TaskRef, TrustAuthorityPort } from '../../../src/ports/vsphere.js';
import { aCluster, anAuthority, anImage, aTaHost, NEW, OLD } from '../../support/builders.js';
import {
  aFault,
  aPatience,
  AUTHORITY_VC,
  fakeVSphere,
  inActivity,
  inTurn,
} from '../../support/fake-vsphere.js';

const TASK: TaskRef = { kind: 'cis', id: 'import-1' };
const RUNNING: TaskRef = { kind: 'cis', id: 'import-0' };
const clusterRef = anAuthority().cluster;
const on = { vcenter: AUTHORITY_VC, cluster: clusterRef.name, version: NEW };
const holding = (...images: readonly BaseImage[]) => anAuthority({ images: [anImage(OLD), ...images] });

describe('startImport', () => {
  const start = async (images: readonly BaseImage[], port: Partial<TrustAuthorityPort> = {}) => {
    const sent: string[] = [];
    const fake = fakeVSphere({
      trustAuthority: {
        readAuthority: async () => holding(...images),
        findImport: async () => undefined,
        startImport: async (_vcenter, _cluster, bytes) => {
          sent.push(new TextDecoder().decode(bytes));
          return TASK;
        },
        ...port,
      },
    });
    const imageHash = await fake.blobs.put(new TextEncoder().encode('an image database'));
    const { startImport } = createAuthorityActivities(fake);
    const ended = inActivity(startImport, { ...on, clusterRef, imageHash });
    return { answer: await ended.catch((error: unknown) => error), sent };
  };

  it('IMG-4: imports the archived file of a version that is not listed', async () => {
    expect(await start([])).toEqual({ answer: { task: TASK }, sent: ['an image database'] });
  });

  it.each(['OK', 'WARNING', 'NONE'] as const)(
    'FIX-2: a listed version is adopted, health %s',
    async (health) => {
      expect(await start([anImage(NEW, { health })])).toEqual({ answer: {}, sent: [] });
    },
  );

  it('FIX-2: an import that is running is adopted', async () => {
    const findImport = async () => RUNNING;
    expect(await start([], { findImport })).toEqual({ answer: { task: RUNNING }, sent: [] });
  });

  it('FIX-2: ALREADY_EXISTS is read as done', async () => {
    const startImport = async () => Promise.reject(aFault('state', { errorType: 'ALREADY_EXISTS' }));
    expect((await start([], { startImport })).answer).toEqual({});
  });

  it('any other refusal is handed on as it is', async () => {
    const fault = aFault('invalid', { errorType: 'INVALID_ARGUMENT' });
    expect((await start([], { startImport: async () => Promise.reject(fault) })).answer).toBe(fault);
  });
});

describe('awaitImport', () => {
  const awaiting = (
    images: readonly (readonly BaseImage[])[],
    tasks: readonly TaskReading[],
    more: { task?: TaskRef } = { task: TASK },
  ) => {
    const fake = fakeVSphere({
      trustAuthority: { readAuthority: inTurn(...images.map((held) => holding(...held))) },
      tasks: { readTask: inTurn(...tasks) },
    });
    const { awaitImport } = createAuthorityActivities(fake);
    return inActivity(awaitImport, { ...on, ...more, patience: aPatience() });
  };
  const listed = anImage(NEW);
  const done = { state: 'done', value: { version: NEW, health: 'OK' } };

  it.each<[string, TaskReading]>([
    ['gone', { state: 'gone' }],
    ['failed', { state: 'failed', error: 'timed out' }],
    ['running', { state: 'running' }],
  ])('IMG-4, INV-5: is done when the version is listed with health OK, its task %s', async (_, task) => {
    expect(await awaiting([[listed]], [task])).toMatchObject(done);
  });

  it.each(['NONE', 'WARNING', 'ERROR'] as const)(
    'DG-14, IMG-4: health %s of an image is not OK, the watch goes on',
    async (health) => {
      const image = anImage(NEW, { health, details: ['missing on ta-2'] });
      expect(await awaiting([[image], [image], [listed]], [{ state: 'succeeded' }])).toMatchObject(done);
    },
  );

  it('IMG-3: a file that turns out to be of another version has failed, and says so', async () => {
    const task: TaskReading = { state: 'succeeded', result: '8.0.3-0.0.24280767' };
    expect(await awaiting([[]], [task])).toEqual({
      state: 'failed',
      error: `the file holds the base image of 8.0.3-0.0.24280767, not of ${NEW}`,
    });
  });

  it('goes on when the task succeeded and the version is not listed yet', async () => {
    expect(await awaiting([[], [], [listed]], [{ state: 'succeeded' }])).toMatchObject(done);
  });

  it('FIX-2: a task that failed with ALREADY_EXISTS has not failed', async () => {
    const task: TaskReading = { state: 'failed', error: 'exists', errorType: 'ALREADY_EXISTS' };
    expect(await awaiting([[], [listed]], [task])).toMatchObject(done);
  });

  it('hands the reason of a failed task on', async () => {
    const task: TaskReading = { state: 'failed', error: 'the file is damaged' };
    expect(await awaiting([[]], [task])).toEqual({ state: 'failed', error: 'the file is damaged' });
  });

  it.each<[string, { task?: TaskRef }]>([
    ['its task is gone', { task: TASK }],
    ['nothing was started', {}],
  ])('an unlisted version has failed when %s', async (_, more) => {
    expect(await awaiting([[]], [{ state: 'gone' }], more)).toEqual({
      state: 'failed',
      error: `${NEW} is not listed and no import is running`,
    });
  });
});

it('DG-7, INV-5: a look reads the Trust Authority and its hosts together', async () => {
  const facts = anAuthority();
  const hosts = [aTaHost('ta-1'), aTaHost('ta-2')];
  const fake = fakeVSphere({
    trustAuthority: { readAuthority: async () => facts },
    hosts: { readClusters: async () => [aCluster(clusterRef, hosts)] },
  });
  const look = await inActivity(createAuthorityActivities(fake).lookAtAuthority, on);
  expect(look.facts).toBe(facts);
  expect(look.taHosts.map(({ ref }) => ref.name)).toEqual(['ta-1', 'ta-2']);
});

describe('lookAtAuthority', () => {
  const look = (hosts: readonly EsxHost[], fails: boolean) => {
    const fake = fakeVSphere({
      trustAuthority: {
        readAuthority: () =>
          fails
            ? Promise.reject(aFault('passing', { errorType: 'UNABLE_TO_ALLOCATE_RESOURCE' }))
            : Promise.resolve(holding()),
      },
      hosts: { readClusters: async () => [aCluster(clusterRef, hosts, { role: 'authority' })] },
    });
    const { lookAtAuthority } = createAuthorityActivities(fake);
    return inActivity(lookAtAuthority, { vcenter: AUTHORITY_VC, cluster: clusterRef.name });
  };
  const away = (name: string): EsxHost => aTaHost(name, { connection: 'disconnected' });

  it('DG-8: with all TA hosts away nothing can be read; who is away is told by name, at once', async () => {
    const failure = look([away('ta-esx1'), away('ta-esx2')], true);
    await expect(failure).rejects.toMatchObject({
      type: 'ta-hosts-away',
      nonRetryable: true,
      details: [
        {
          taHosts: [
            { ref: { name: 'ta-esx1' }, connection: 'disconnected' },
            { ref: { name: 'ta-esx2' }, connection: 'disconnected' },
          ],
        },
      ],
    });
  });

  it('DG-14: while one is connected, what cannot be read stays unread', async () => {
    await expect(look([away('ta-esx1'), aTaHost('ta-esx2')], true)).rejects.toMatchObject({
      kind: 'passing',
    });
    expect(await look([away('ta-esx1'), aTaHost('ta-esx2')], false)).toMatchObject({
      taHosts: [{ connection: 'disconnected' }, { connection: 'connected' }],
    });
  });
});
