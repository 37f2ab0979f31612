import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiRecordsPort } from '../../../src/ports/api-records.js';
import { createRecords } from '../../../src/records/index.js';
import { aHostProgress, aLedgerRow, aRunEvent, aRunRecord, aRunStatus } from '../../support/run-builders.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let file: string;
let records: ApiRecordsPort;

beforeEach(async () => {
  file = join(await folder(), 'deep', 'records.db');
  records = await createRecords({ file });
});
afterEach(() => records.close());

describe('the same key written twice is one record', () => {
  it('keeps an event once, in order of arrival, whichever process repeats it', async () => {
    await records.appendEvents([aRunEvent(1), aRunEvent(2, { data: { rule: 'QB-4' } })]);
    await records.appendEvents([
      aRunEvent(2),
      aRunEvent(1, { workflowId: 'upgrade/lab/host/wl-vc/host-11' }),
    ]);
    await records.appendEvents([aRunEvent(1, { runId: 'run-2' })]);

    const events = await records.readEvents('run-1', 0, 10);
    expect(events.map(({ workflowId, seq }) => [workflowId, seq])).toEqual([
      ['upgrade/lab', 1],
      ['upgrade/lab', 2],
      ['upgrade/lab/host/wl-vc/host-11', 1],
    ]);
    expect(events[1]?.data).toEqual({ rule: 'QB-4' });
    const positions = events.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(new Set(positions).size).toBe(3);
  });

  it('reads events on from a position', async () => {
    await records.appendEvents([1, 2, 3, 4].map((seq) => aRunEvent(seq)));
    const [first] = await records.readEvents('run-1', 0, 1);
    const rest = await records.readEvents('run-1', first?.position ?? 0, 2);
    expect(rest.map(({ seq }) => seq)).toEqual([2, 3]);
  });

  it('writes nothing for an empty list', async () => {
    await records.appendEvents([]);
    await records.putLedger('lab', []);
    expect(await records.readEvents('run-1', 0, 10)).toEqual([]);
  });

  it('keeps a plan as it was first recorded', async () => {
    const plan = {
      hash: 'b'.repeat(64),
      estate: 'lab',
      createdBy: 'olga',
      createdAt: '2026-03-01T10:00:00.000Z',
      blockers: 0,
      warnings: 2,
      inventoryHash: 'c'.repeat(64),
    };
    await records.putPlan(plan);
    await records.putPlan({ ...plan, createdBy: 'otto' });
    expect(await records.getPlan(plan.hash)).toEqual(plan);
    expect((await records.listPlans('lab', { limit: 10 })).items).toHaveLength(1);
    expect((await records.listPlans('other', { limit: 10 })).items).toEqual([]);
  });

  it('replaces an estate and the token of a user', async () => {
    const estate = { name: 'lab', text: 'a', hash: '1', registeredBy: 'olga', registeredAt: 'then' };
    await records.putEstate(estate);
    await records.putEstate({ ...estate, text: 'b' });
    expect((await records.listEstates()).map(({ text }) => text)).toEqual(['b']);

    const user = { name: 'olga', roles: ['operator'] as const, tokenHash: 'd'.repeat(64), createdAt: 'then' };
    await records.putUser(user);
    await records.putUser({ ...user, tokenHash: 'e'.repeat(64) });
    expect(await records.findUserByTokenHash('d'.repeat(64))).toBeUndefined();
    expect(await records.findUserByTokenHash('e'.repeat(64))).toMatchObject({ name: 'olga' });
    expect(await records.listUsers()).toHaveLength(1);
  });

  it('keeps a waiver as it was first given, until somebody removes it', async () => {
    const waiver = {
      id: 'waiver-1',
      estate: 'lab',
      check: 'evacuation',
      reason: 'r',
      by: 'anna',
      createdAt: 'then',
      expiresAt: 'later',
    };
    await records.putWaiver(waiver);
    await records.putWaiver({ ...waiver, by: 'otto' });
    await records.putWaiver({ ...waiver, estate: 'other' });
    expect(await records.listWaivers('lab')).toEqual([waiver]);
    expect(await records.removeWaiver('lab', 'waiver-1')).toBe(true);
    expect(await records.removeWaiver('lab', 'waiver-1')).toBe(false);
    expect(await records.listWaivers('lab')).toEqual([]);
    expect(await records.listWaivers('other')).toHaveLength(1);
  });

  it('appends to the audit trail and never rewrites it', async () => {
    const entry = { id: '1', at: 't', who: 'olga', what: 'run.start', subject: 'lab', detail: { a: 1 } };
    await records.appendAudit(entry);
    await records.appendAudit({ ...entry, who: 'somebody else' });
    expect((await records.listAudit({ limit: 10 })).items).toEqual([entry]);
  });
});

describe('host progress', () => {
  it('replaces the fields that a later write names and keeps the others', async () => {
    const waitingOn = {
      kind: 'boot',
      subject: 'esx01',
      since: 't',
      have: 'down',
      need: 'up',
      rule: 'INV-5',
      youMay: [],
    } as const;
    await records.putHostProgress('run-1', aHostProgress({ installedBefore: '8.0.2-22380479', waitingOn }));
    await records.putHostProgress('run-1', aHostProgress({ phase: 'done', waitingOn: null }));
    expect(await records.listHostProgress('run-1')).toEqual([
      aHostProgress({ phase: 'done', installedBefore: '8.0.2-22380479', waitingOn: null }),
    ]);
  });

  it('keeps the same moid of two vCenters apart', async () => {
    await records.putHostProgress('run-1', aHostProgress());
    await records.putHostProgress(
      'run-1',
      aHostProgress({ host: { vcenter: 'wl-vc-2', moid: 'host-11', name: 'esx01' } }),
    );
    expect(await records.listHostProgress('run-1')).toHaveLength(2);
  });
});

describe('evidence', () => {
  it('DG-3: keeps the newest observation of a host, whatever order the writes arrive in', async () => {
    const newer = aLedgerRow('2026-03-01T12:00:00.000Z', { measured: '8.0.3-24022510' });
    await records.putLedger('lab', [newer]);
    await records.putLedger('lab', [aLedgerRow('2026-03-01T11:00:00.000Z')]);
    expect(await records.readLedger('lab')).toEqual([newer]);
    expect(await records.readLedger('other')).toEqual([]);
  });

  it('DG-11: lists an archived image once', async () => {
    const image = {
      estate: 'lab',
      version: '8.0.3-24022510',
      hash: 'f'.repeat(64),
      bytes: 9,
      sourceHost: 'esx01',
      exportedAt: 't',
      quickBooted: false,
    };
    await records.putArchivedImage(image);
    await records.putArchivedImage({ ...image, exportedAt: 'later' });
    expect(await records.listArchivedImages('lab')).toEqual([image]);
  });

  it('BAK-1: answers the newest archive of the configuration', async () => {
    const archive = (hash: string, at: string) => ({ estate: 'lab', hash, at, notArchivable: ['keys'] });
    await records.putConfigurationArchive(archive('1', '2026-03-01T10:00:00.000Z'));
    await records.putConfigurationArchive(archive('2', '2026-03-01T11:00:00.000Z'));
    await records.putConfigurationArchive(archive('1', '2026-03-01T12:00:00.000Z'));
    expect(await records.newestConfigurationArchive('lab')).toEqual(archive('1', '2026-03-01T12:00:00.000Z'));
    expect(await records.newestConfigurationArchive('other')).toBeUndefined();
  });
});

describe('runs', () => {
  it('does not wake a run that has ended by a late write, and keeps its report', async () => {
    const ended = aRunStatus({ state: 'succeeded' });
    await records.putRun(aRunRecord());
    await records.putRun(aRunRecord({ status: ended, reportHash: '9'.repeat(64) }));
    await records.putRun(aRunRecord({ status: aRunStatus({ state: 'running' }) }));
    expect(await records.getRun('run-1')).toEqual(aRunRecord({ status: ended, reportHash: '9'.repeat(64) }));
  });

  it('forgets a run that never started, and only such a one', async () => {
    await records.putRun(aRunRecord({ status: aRunStatus({ state: 'starting' }) }));
    await records.putRun(aRunRecord({ status: aRunStatus({ runId: 'run-2', state: 'starting' }) }));
    await records.appendEvents([aRunEvent(1, { runId: 'run-2' })]);
    await records.discardRun('run-1');
    await records.discardRun('run-2');
    expect((await records.listRuns(undefined, { limit: 10 })).items.map(({ runId }) => runId)).toEqual([
      'run-2',
    ]);
  });

  it('pages from the newest to the oldest, each once, also while new ones arrive', async () => {
    const put = (runId: string) => records.putRun(aRunRecord({ status: aRunStatus({ runId }) }));
    for (const runId of ['a', 'b', 'c', 'd', 'e']) await put(runId);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await records.listRuns('lab', { limit: 2, ...(after === undefined ? {} : { after }) });
      seen.push(...page.items.map(({ runId }) => runId));
      after = page.next;
      if (seen.length === 2) await put('f');
    } while (after !== undefined);
    expect(seen).toEqual(['e', 'd', 'c', 'b', 'a']);
  });

  it('refuses a cursor that is not its own', async () => {
    await expect(records.listRuns(undefined, { limit: 1, after: 'x; drop table runs' })).rejects.toThrow(
      'cursor',
    );
  });
});

describe('idempotency keys', () => {
  const claim = { user: 'olga', key: 'k1', requestHash: 'h1', at: 't1' };

  it('answers the first use, with its answer once there is one', async () => {
    expect(await records.claimKey(claim)).toEqual(claim);
    expect(await records.claimKey({ ...claim, requestHash: 'h2', at: 't2' })).toEqual(claim);
    await records.answerKey('olga', 'k1', { status: 201, bodyHash: 'b1' });
    await records.answerKey('olga', 'k1', { status: 409, bodyHash: 'b2' });
    expect(await records.claimKey(claim)).toEqual({ ...claim, answer: { status: 201, bodyHash: 'b1' } });
  });

  it('keeps the keys of two users apart', async () => {
    await records.claimKey(claim);
    const other = { ...claim, user: 'anna', requestHash: 'h9' };
    expect(await records.claimKey(other)).toEqual(other);
  });
});

it('keeps the newest survey of an estate', async () => {
  const survey = (readAt: string, inventoryHash: string) => ({
    estate: 'lab',
    inventoryHash,
    readAt,
    requestedBy: 'olga',
  });
  await records.putSurvey(survey('2026-03-01T11:00:00.000Z', '2'));
  await records.putSurvey(survey('2026-03-01T10:00:00.000Z', '1'));
  expect(await records.newestSurvey('lab')).toEqual(survey('2026-03-01T11:00:00.000Z', '2'));
});

it('finds everything again after it was closed and opened', async () => {
  await records.appendEvents([aRunEvent(1)]);
  await records.putRun(aRunRecord());
  await records.close();
  records = await createRecords({ file });
  expect(await records.readEvents('run-1', 0, 10)).toHaveLength(1);
  expect(await records.getRun('run-1')).toEqual(aRunRecord());
  expect(await records.isWritable()).toBe(true);
});

it('says that it cannot be written when it is closed', async () => {
  const other = await createRecords({ file });
  await other.close();
  expect(await other.isWritable()).toBe(false);
});
