import { describe, expect, it } from '@jest/globals';
import { createRecordsActivities } from '../../../src/activities/records.js';
import { memoryRecords } from '../../support/memory-records.js';
import { inActivity } from '../../support/fake-vsphere.js';
import { memoryBlobs } from '../../support/memory-blobs.js';
import { aHostProgress, aLedgerRow, aRunEvent, aRunRecord, aRunStatus } from '../../support/run-builders.js';

function anOrchestrator() {
  const records = memoryRecords();
  return { records, activities: createRecordsActivities({ records: records.port, blobs: memoryBlobs() }) };
}
const story = { runId: 'run-1', estate: 'lab', events: [] };

describe('record', () => {
  it('writes each part of a story where it belongs', async () => {
    const { records, activities } = anOrchestrator();
    await records.port.putRun(aRunRecord());
    const row = aLedgerRow('2026-03-01T10:05:00.000Z');
    await inActivity(activities.record, {
      ...story,
      events: [aRunEvent(1), aRunEvent(2)],
      progress: aHostProgress({ phase: 'attesting' }),
      ledger: [row],
      status: aRunStatus({ state: 'paused' }),
    });
    expect(records.events().map(({ seq }) => seq)).toEqual([1, 2]);
    expect(records.progress.get('esx01')?.phase).toBe('attesting');
    expect([...records.ledger.values()]).toEqual([row]);
    expect(records.runs.get('run-1')?.status.state).toBe('paused');
  });

  it('repeated, as after a lost answer, it changes nothing', async () => {
    const { records, activities } = anOrchestrator();
    const told = { ...story, events: [aRunEvent(1)], progress: aHostProgress() };
    await inActivity(activities.record, told);
    await inActivity(activities.record, told);
    expect(records.events()).toEqual([aRunEvent(1)]);
    expect(records.progress.size).toBe(1);
  });

  it('a new status keeps who asked for the run and its report', async () => {
    const { records, activities } = anOrchestrator();
    await records.port.putRun(aRunRecord({ reportHash: 'ab12' }));
    await inActivity(activities.record, { ...story, status: aRunStatus({ state: 'succeeded' }) });
    expect(records.runs.get('run-1')).toEqual(
      aRunRecord({ reportHash: 'ab12', status: aRunStatus({ state: 'succeeded' }) }),
    );
  });

  it('an empty story, or the status of a run that nobody knows, writes nothing', async () => {
    const { records, activities } = anOrchestrator();
    await inActivity(activities.record, story);
    await inActivity(activities.record, { ...story, status: aRunStatus() });
    expect([records.events(), [...records.runs]]).toEqual([[], []]);
  });
});

describe('ledger', () => {
  it('QB-4: the row of one host, or null where there is none; a moid counts per vCenter only', async () => {
    const { records, activities } = anOrchestrator();
    const row = aLedgerRow('2026-03-01T10:05:00.000Z');
    await records.port.putLedger('lab', [row]);
    const read = (vcenter: string, moid: string) =>
      inActivity(activities.readHostLedgerRow, { estate: 'lab', vcenter, moid });
    expect(await read('wl-vc', 'host-11')).toEqual(row);
    expect(await read('ta-vc', 'host-11')).toBeNull();
    expect(await inActivity(activities.readLedger, { estate: 'lab' })).toEqual([row]);
  });
});

describe('archives', () => {
  it('BAK-3, DG-11: remembers an exported image', async () => {
    const { records, activities } = anOrchestrator();
    const image = {
      estate: 'lab',
      version: '8.0.3-24022510',
      hash: 'f00',
      bytes: 3,
      sourceHost: 'esx01',
      exportedAt: '2026-03-01T10:00:00.000Z',
      quickBooted: false,
    };
    await inActivity(activities.archiveImage, { image });
    expect(await records.port.listArchivedImages('lab')).toEqual([image]);
  });
});
