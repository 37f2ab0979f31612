import { readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EsxCluster } from '../../../src/domain/model/inventory.js';
import type { TaskReading, TaskRef } from '../../../src/ports/vsphere.js';
import { recordTo } from '../../../src/lab/inputs/recorder.js';
import { replayFile } from '../../../src/lab/replay-command.js';
import { replayRecording } from '../../../src/lab/inputs/replay.js';
import type { JournalEntry } from '../../../src/lab/world/model.js';
import { recordingIn, replayLab } from '../../chaos/replay.js';
import { eventually } from '../../support/eventually.js';
import { startLabVSphere, type LabVSphere } from '../../support/lab-vsphere.js';
import { sdkCall } from '../../support/sdk-call.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const TARGET = '8.0.3-24022510';
const folder = temporaryFolders();

/** Lines of the recording, and the journal of the lab that was recorded, as it told it itself. */
let recording: string[];
let journal: string[];
let entries: readonly JournalEntry[];
let file: string;

beforeAll(async () => {
  file = join(await folder(), 'lab.jsonl');
  const bench = await startLabVSphere({ speed: 600, seed: 3, inputs: file });
  try {
    await play(bench);
  } finally {
    await bench.stop();
  }
  entries = [...bench.lab.world.journal.entries];
  journal = entries.map(({ wallTime: _wall, ...entry }) => JSON.stringify(entry));
  recording = (await readFile(file, 'utf8')).split('\n');
});

/** A lab time ten minutes later. */
const later = (time: string): string => `"t":${Number(time.slice(4)) + 600_000}`;

/** Upgrades a host while people and faults get in the way, over every door. */
async function play({ vsphere, lab, wl, ta, hostAccess }: LabVSphere): Promise<void> {
  const control = async (path: string, body: unknown): Promise<any> => {
    const answer = await fetch(`${lab.control}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  const ended = (task: TaskRef): Promise<TaskReading> =>
    eventually(`task ${task.id}`, async () => {
      const reading = await vsphere.tasks.readTask(wl, task).catch(() => undefined);
      return reading?.state !== 'running' && reading;
    });
  const [cluster] = (await vsphere.hosts.readClusters(wl, ['Prod-A'])) as [EsxCluster];
  const [one, two, three] = cluster.hosts as [
    EsxCluster['hosts'][0],
    EsxCluster['hosts'][0],
    EsxCluster['hosts'][0],
  ];

  // Held before its effect until somebody lets it go, while everything else goes on.
  const trap = await control('/lab/traps', {
    operation: '*?action=commit*',
    target: wl.name,
    point: 'before',
  });
  const commits = vsphere.lifecycle.startCommit(wl, cluster.ref, TARGET, 'to U3');
  await eventually('the trap', async () => {
    const seen = (await (await fetch(`${lab.control}/lab/traps/${trap.id}?wait=5`)).json()) as {
      state: string;
    };
    return seen.state === 'hit';
  });
  await control('/lab/people', { do: 'disconnect', host: three.ref.name });
  await Promise.all(Array.from({ length: 12 }, () => vsphere.hosts.readHost(wl, two.ref)));
  await control(`/lab/traps/${trap.id}/release`, { how: 'proceed' });
  await ended(await commits);
  const { commit } = (await vsphere.lifecycle.readDesired(wl, cluster.ref)) as { commit: string };

  // Faults: one that waits in lab time, one that loses an answer, one of a host, one that is drawn.
  await control('/lab/faults', { kind: 'slow', operation: 'GET /api/appliance/*', seconds: 300 });
  await control('/lab/faults', { kind: 'http-503', operation: 'GET /api/esx/*', rate: 0.3 });
  await control('/lab/faults', { kind: 'hang-at-boot', target: one.ref.name, seconds: 600 });
  await control('/lab/faults', { kind: 'drop-answer-after-effect', operation: '*?action=apply*' });
  const slow = vsphere.appliance.readVersion(wl);
  await vsphere.lifecycle.startApply(wl, cluster.ref, commit, [one.ref.moid]).catch(() => undefined);
  await vsphere.lifecycle.readPolicy(wl, cluster.ref).catch(() => undefined);
  await vsphere.appliance.readVersion(ta);
  await slow;
  await vsphere.hosts.enterMaintenance(wl, two.ref);
  await vsphere.hosts.downloadImageDatabase(two, hostAccess);

  // A wait whose time is over, and one whose client goes away.
  const login = '<Login><_this type="SessionManager">SessionManager</_this>';
  const user = lab.world.vcenters.get(wl.name)?.users[0];
  const session = await sdkCall(
    wl.url,
    `${login}<userName>${user?.name}</userName><password>${user?.password}</password></Login>`,
  ).answer;
  const wait = (seconds: number) =>
    `<WaitForUpdatesEx><_this type="PropertyCollector">propertyCollector</_this><version></version>` +
    `<options><maxWaitSeconds>${seconds}</maxWaitSeconds></options></WaitForUpdatesEx>`;
  await sdkCall(wl.url, wait(1), session.cookie).answer;
  const endless = sdkCall(wl.url, wait(600), session.cookie);
  await eventually('the endless wait', async () =>
    (await readFile(file, 'utf8')).includes('<maxWaitSeconds>600</maxWaitSeconds>'),
  );
  endless.cut();
  await endless.answer.catch(() => undefined);
  await eventually('that its client is missed', async () =>
    (await readFile(file, 'utf8')).includes('"gone"'),
  );

  // Another certificate, an outage, and a clock that is stopped, stepped and hurried.
  await control('/lab/faults', { kind: 'change-certificate', target: wl.name, seconds: 60 });
  await control('/lab/clock', { action: 'pause' });
  await control('/lab/clock', { action: 'step', seconds: 1_234.5 });
  await control('/lab/clock', { action: 'speed', speed: 3_000 });
  await control('/lab/clock', { action: 'resume' });
  await control('/lab/faults', { kind: 'outage', target: ta.name, seconds: 120 });
  await eventually('the host', () =>
    lab.world.journal.entries.some(
      ({ effect, subject }) => effect === 'host.booted' && subject === one.ref.name,
    ),
  );
  await fetch(`${lab.control}/lab/faults`, { method: 'DELETE' });
  await control('/lab/clock', { action: 'pause' });
}

describe('a recording of a lab', () => {
  it('holds every kind of input, and only its owner can read it', async () => {
    const kinds = new Set(recording.flatMap((line) => /^\{"kind":"(\w+)"/.exec(line)?.[1] ?? []));
    expect([...kinds].toSorted()).toEqual(
      ['control', 'due', 'end', 'gone', 'journal', 'lab', 'listens', 'request', 'waited'].toSorted(),
    );
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(new Set(recording.flatMap((line) => /"door":"(\w+)","server"/.exec(line)?.[1] ?? []))).toEqual(
      new Set(['vcenter', 'host']),
    );
  });

  it('gives the journal of the lab again, byte for byte', async () => {
    const replay = await replayRecording(recording);
    expect(replay.difference).toBeUndefined();
    expect(replay.journal.join('\n')).toBe(journal.join('\n'));
    expect(journal.length).toBeGreaterThan(30);
    expect(replay.inputs).toBeGreaterThan(40);
  });

  it('gives it as often as it is replayed, also without its end', async () => {
    const killed = [...recording.slice(0, -2), '{"kind":"due","t":17'];
    expect(recording.at(-2)).toBe('{"kind":"end"}');
    const replay = await replayRecording(killed);
    expect(replay.difference).toBeUndefined();
    expect(replay.journal).toEqual(journal);
  });

  it('without one request gives another journal, and says where', async () => {
    const index = recording.findIndex((line) => /^\{"kind":"request".*action=apply/.test(line));
    expect(index).toBeGreaterThan(0);
    const { difference, journal: other } = await replayRecording(recording.toSpliced(index, 1));
    expect(other).not.toEqual(journal);
    // What followed from it is what is missing, in the line that now stands in its place.
    expect(difference?.line).toBe(index + 1);
    expect(recording[index + 1]).toContain(difference?.recorded);
  });

  it.each`
    what                  | find                                     | from              | to
    ${'another body'}     | ${'"path":"/lab/people"'}                | ${'"disconnect"'} | ${'"enter-maintenance"'}
    ${'another seed'}     | ${'"kind":"lab"'}                        | ${'"seed":3'}     | ${'"seed":4'}
    ${'another time'}     | ${'EnterMaintenanceMode_Task'}           | ${/"t":\d+/}      | ${later}
    ${'a fault less'}     | ${'"kind":"hang-at-boot"'}               | ${'hang-at-boot'} | ${'boot-old-bank'}
    ${'an entry altered'} | ${'"kind":"journal","entry":{"seq":40,'} | ${'"seq":40'}     | ${'"seq":41'}
  `('with $what gives another journal', async ({ find, from, to }: any) => {
    const index = recording.findIndex((line) => line.includes(find));
    const line = recording[index]?.replace(from, to) ?? '';
    expect(line).not.toBe(recording[index]);
    const { difference } = await replayRecording(recording.with(index, line));
    expect(difference?.line).toBeGreaterThanOrEqual(index + 1);
  });

  it('is compared by `--replay`, which says what differs and answers an exit code', async () => {
    const dir = await folder();
    const said = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const out = join(dir, 'journal.jsonl');
    expect(await replayFile(file, out)).toBe(0);
    expect(await readFile(out, 'utf8')).toBe(`${journal.join('\n')}\n`);
    expect(said.mock.lastCall?.[0]).toMatch(
      /^replayed: \d+ inputs, \d+ entries of the journal, no difference$/,
    );
    const other = join(dir, 'other.jsonl');
    const at = recording.findIndex((line) => line.includes('"effect":"host.install"'));
    await writeFile(
      other,
      recording.with(at, recording[at]?.replace('host.install', 'host.reboot') ?? '').join('\n'),
    );
    expect(await replayFile(other, undefined)).toBe(1);
    expect(said.mock.lastCall?.[0]).toMatch(
      new RegExp(
        `^line ${at + 1} of the recording: entry \\d+ .*\n  recorded .*host.reboot.*\n  replayed .*host.install`,
      ),
    );
    said.mockRestore();
    await expect(replayFile(join(dir, 'none'), undefined)).rejects.toThrow(/none cannot be read: ENOENT/);
    expect(() => recordTo(file)).toThrow(/is there already/);
    expect(() => recordTo(join(dir, 'no', 'folder'))).toThrow(/cannot be written: ENOENT/);
  });

  it('fails a chaos run whose journal is another, in a process of its own', async () => {
    expect(await replayLab(dirname(file), entries)).toEqual({
      outcome: expect.stringMatching(/no difference$/),
    });
    const other = entries.with(4, { ...(entries[4] as JournalEntry), subject: 'another' });
    expect(await replayLab(dirname(file), other)).toEqual({
      outcome: 'DIFFERENT',
      failure: {
        class: 'safety',
        rule: 'replay',
        seq: 5,
        text: expect.stringMatching(/^entry 5 was .*another/),
      },
    });
    const dir = await folder();
    const index = recording.findIndex((line) => line.includes('"path":"/lab/people"'));
    await writeFile(recordingIn(dir), recording.toSpliced(index, 1).join('\n'));
    expect(await replayLab(dir, entries)).toMatchObject({
      failure: { class: 'safety', rule: 'replay', text: expect.stringMatching(/^line \d+ of the recording/) },
    });
  });

  it.each`
    lines                                       | words
    ${[]}                                       | ${/line 1: a recording begins with the lab/}
    ${['{"kind":"due","t":1}', '']}             | ${/line 1: a recording begins with the lab/}
    ${['{"kind":"lab"}', '']}                   | ${/line 1: format/}
    ${['nonsense', '{"kind":"due","t":1}', '']} | ${/line 1: not JSON/}
  `('$lines is none', async ({ lines, words }: any) => {
    await expect(replayRecording(lines)).rejects.toThrow(words);
  });
});
