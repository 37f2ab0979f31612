import { describe, expect, it } from '@jest/globals';
import { createConfigurationActivities } from '../../../src/activities/configuration-items.js';
import type { AuthorityChange } from '../../../src/domain/archive/change.js';
import type { AuthorityReading } from '../../../src/domain/archive/configuration.js';
import type { ItemRef } from '../../../src/domain/archive/item.js';
import type { TaskReading, TrustAuthorityPort } from '../../../src/ports/vsphere.js';
import {
  aConfiguration,
  aKeyProvider,
  aPrincipal,
  aReading,
  emptied,
  storeArchive,
} from '../../support/archive-builders.js';
import { OLD } from '../../support/builders.js';
import {
  aFault,
  aPatience,
  AUTHORITY_VC,
  fakeVSphere,
  inActivity,
  inTurn,
} from '../../support/fake-vsphere.js';

const TASK = { kind: 'cis', id: 'task-1' } as const;
const CA: ItemRef = { kind: 'caCertificate', name: 'vendor' };
const IMAGE: ItemRef = { kind: 'baseImage', name: OLD };
const PRINCIPAL: ItemRef = { kind: 'principal', name: aPrincipal().issuer };
const PASSWORD: ItemRef = { kind: 'kmipPassword', name: 'kp-main' };
const archived = aConfiguration();
const nothing = aReading(emptied(archived));
const { cluster } = archived;

async function aBench(
  readings: readonly AuthorityReading[],
  port: Partial<TrustAuthorityPort> = {},
  task: TaskReading = { state: 'succeeded' },
) {
  const changes: AuthorityChange[] = [];
  const imported: string[] = [];
  const fake = fakeVSphere({
    trustAuthority: {
      readConfiguration: inTurn(...readings),
      startChange: async (_vcenter, _cluster, change) => {
        changes.push(change);
        return TASK;
      },
      findImport: async () => undefined,
      startImport: async (_vcenter, _cluster, bytes) => {
        imported.push(new TextDecoder().decode(bytes));
        return TASK;
      },
      ...port,
    },
    tasks: { readTask: async () => task },
  });
  const archive = await storeArchive(fake.blobs);
  const activities = createConfigurationActivities(fake);
  const on = { vcenter: AUTHORITY_VC, cluster, archive };
  return {
    changes,
    imported,
    fake,
    on,
    activities,
    apply: async (item: ItemRef, again = false) =>
      inActivity(activities.applyConfigurationItem, { ...on, apply: { item, again } }),
    wait: async (item: ItemRef, started: object = { task: TASK }) =>
      inActivity(activities.awaitConfigurationItem, { ...on, ...started, item, patience: aPatience() }),
  };
}

describe('REC-3: applying an item', () => {
  it('creates what is missing', async () => {
    const bench = await aBench([nothing]);
    expect(await bench.apply(CA)).toEqual({ task: TASK });
    expect(bench.changes).toEqual([{ do: 'addCaCertificate', ...archived.caCertificates[0] }]);
  });

  it('leaves alone what is there, unless some TA hosts lack it', async () => {
    const bench = await aBench([aReading()]);
    expect([await bench.apply(CA), bench.changes]).toEqual([{}, []]);
    expect(await bench.apply(CA, true)).toEqual({ task: TASK });
  });

  it('IMG-4: asks for no file of a base image that people have imported meanwhile', async () => {
    const bench = await aBench([aReading()]);
    expect([await bench.apply(IMAGE, true), bench.changes]).toEqual([{}, []]);
  });

  it('takes "already exists" for success', async () => {
    const startChange = async () => Promise.reject(aFault('state', { errorType: 'ALREADY_EXISTS' }));
    expect(await (await aBench([nothing], { startChange })).apply(PRINCIPAL)).toEqual({});
  });

  it('stops at what differs and can only be created, and names both', async () => {
    const other = aConfiguration({ caCertificates: [{ name: 'vendor', chain: ['another'] }] });
    await expect((await aBench([aReading(other)])).apply(CA)).rejects.toMatchObject({
      nonRetryable: true,
      message: expect.stringMatching(/TPM CA certificate vendor differs.*the archive has.*by hand/),
    });
  });

  it('overwrites the certificate that a new key provider made for itself', async () => {
    const made = aConfiguration({ keyProviders: [aKeyProvider({ clientCertificate: 'self-signed' })] });
    const bench = await aBench([aReading(made)]);
    await bench.apply({ kind: 'clientCertificate', name: 'kp-main' });
    expect(bench.changes).toMatchObject([
      { do: 'setClientCertificate', certificate: aKeyProvider().clientCertificate },
    ]);
  });

  it('DG-18: hands on names of credentials, also those an operator gave', async () => {
    const bench = await aBench([nothing]);
    await bench.apply(PASSWORD);
    const secrets = { 'kp-main': { kmipPassword: 'vault-7', privateKey: 'vault-8' } };
    const apply = { item: PASSWORD, again: false };
    await inActivity(bench.activities.applyConfigurationItem, { ...bench.on, apply, secrets });
    expect(bench.changes).toMatchObject([{ password: 'kmip.kp-main' }, { password: 'vault-7' }]);
  });

  it('DG-14: does not create what could not be read', async () => {
    const unreadable = [{ subject: 's', reason: 'refused', item: 'caCertificate/vendor' }];
    const bench = await aBench([{ ...nothing, unreadable }]);
    await expect(bench.apply(CA)).rejects.toThrow('could not be read: refused');
    expect(bench.changes).toEqual([]);
  });
});

describe('DG-11: base images come from the files of the archive', () => {
  it('imports the file', async () => {
    const bench = await aBench([nothing]);
    expect([await bench.apply(IMAGE), bench.imported]).toEqual([{ task: TASK }, [`the file of ${OLD}`]]);
  });

  it('adopts an import that is under way', async () => {
    const bench = await aBench([nothing], { findImport: async () => ({ kind: 'cis', id: 'other' }) });
    expect([await bench.apply(IMAGE), bench.imported]).toEqual([{ task: { kind: 'cis', id: 'other' } }, []]);
  });

  it('says what to do when the archive has no file', async () => {
    const bench = await aBench([nothing]);
    const archive = await storeArchive(bench.fake.blobs, archived, { images: [] });
    const apply = { item: IMAGE, again: false };
    await expect(
      inActivity(bench.activities.applyConfigurationItem, { ...bench.on, archive, apply }),
    ).rejects.toThrow(/no file of base image .*DG-11.*boot_imgdb\.tgz/);
  });
});

describe('waiting for an item', () => {
  it('is done when it is read back as archived', async () => {
    const bench = await aBench([nothing, aReading()]);
    expect(await bench.wait(CA)).toMatchObject({ state: 'done', value: { item: CA, state: 'present' } });
  });

  it.each<[string, ItemRef, TaskReading, object]>([
    [
      'the task failed',
      CA,
      { state: 'failed', error: 'no space' },
      { state: 'failed', error: /vendor: no space/ },
    ],
    [
      'the issuer of a principal exists already, and the principal does not',
      PRINCIPAL,
      { state: 'failed', error: 'exists', errorType: 'ALREADY_EXISTS' },
      { state: 'failed', error: /principal .* is missing.*KB 77146/ },
    ],
  ])('tells when %s', async (_, item, task, wanted) => {
    const bench = await aBench([nothing], {}, task);
    const { error } = wanted as { error: RegExp };
    expect(await bench.wait(item)).toEqual({ state: 'failed', error: expect.stringMatching(error) });
  });

  it('REC-3: a principal that some hosts lack, and that is refused because its issuer exists, is no success', async () => {
    const half = aReading(archived, { health: { [`principal/${PRINCIPAL.name}`]: 'ERROR' } });
    const exists: TaskReading = { state: 'failed', error: 'exists', errorType: 'ALREADY_EXISTS' };
    const bench = await aBench([half], {}, exists);
    const error = expect.stringMatching(/principal .* is inconsistent.*KB 77146/);
    expect(await bench.wait(PRINCIPAL)).toEqual({ state: 'failed', error });
    expect(await (await aBench([half])).wait(PRINCIPAL)).toMatchObject({ state: 'done' });
  });

  it('a password that nobody confirmed is not taken for set', async () => {
    const unsure = aReading(archived, { health: { 'keyProvider/kp-main': 'ERROR' } });
    const bench = await aBench([unsure], {}, { state: 'gone' });
    expect(await bench.wait(PASSWORD)).toMatchObject({ state: 'failed' });
    expect(await (await aBench([unsure])).wait(PASSWORD)).toMatchObject({ state: 'done' });
  });
});

it('INV-5: the whole is done when every item is OK on every TA host, not before', async () => {
  const settling = aReading(archived, { health: { 'caCertificate/vendor': 'NONE' } });
  const bench = await aBench([nothing, settling, aReading()]);
  const ended = await inActivity(bench.activities.awaitConfiguration, { ...bench.on, patience: aPatience() });
  expect(ended).toMatchObject({ state: 'done' });
  expect(bench.fake.calls.filter((call) => call === 'trustAuthority.readConfiguration')).toHaveLength(3);
  const compared = await inActivity(bench.activities.compareWithArchive, bench.on);
  expect(new Set(compared.map(({ state }) => state))).toEqual(new Set(['present']));
});

it('an archive of a later release is refused, not guessed at', async () => {
  const bench = await aBench([nothing]);
  const archive = await storeArchive(bench.fake.blobs, archived, { schemaVersion: 99 });
  await expect(inActivity(bench.activities.compareWithArchive, { ...bench.on, archive })).rejects.toThrow(
    /later release \(schema 99/,
  );
});
