import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { restRoutes } from '../../src/lab/rest/index.js';
import { restOperations } from '../../src/vsphere/rest/operations.js';
import { recordingFolder } from '../support/record-wire.js';
import { runDemo } from './demo.js';
import { operationKey, readFacts } from './facts.js';
import { checkLogs, listLogs, summaryLine, type Sum } from './recordings.js';

/** Whether every test ran before: then nothing may be missing. */
const isWhole = process.env['WIRE_RECORDINGS_WHOLE'] === 'yes';
/** First parts of the names of the logs, by who records them. */
const recorders = ['demo', 'integration', 'e2e'];

describe('what the labs saw on the wire, compared with VMware’s bindings', () => {
  let folder: string;
  let demo: Awaited<ReturnType<typeof runDemo>>;
  let sum: Sum;
  let answers: Sum;
  let unseen: string[];
  let absent: string[];

  beforeAll(async () => {
    const facts = readFacts();
    folder = recordingFolder ?? (await mkdtemp(join(tmpdir(), 'vta-wire-')));
    demo = await runDemo(join(folder, 'demo.jsonl'));
    const logs = await listLogs(folder);
    sum = await checkLogs(facts, logs);
    answers = await checkLogs(facts, await listLogs(join(folder, 'answers')), 'answers');
    const issued = restOperations.map((row) => operationKey({ ...row, task: row.isTask }));
    unseen = issued.filter((key) => !sum.seen.has(key));
    absent = recorders.filter((recorder) => !logs.some((log) => basename(log).startsWith(recorder)));
    const seen = `${issued.length - unseen.length} of ${issued.length} operations seen`;
    process.stderr.write(`${summaryLine(facts, sum, seen)}\n`);
    process.stderr.write(
      `  and in the lab's own tests: ${answers.exchanges} answers, ${answers.seen.size} of ${restRoutes.length} ` +
        `operations of the lab seen, ${answers.violations.length} violations\n`,
    );
    if (isWhole) return;
    for (const recorder of absent) process.stderr.write(`  not in this run: recordings of ${recorder}\n`);
    for (const key of unseen) process.stderr.write(`  not in this run: ${key}\n`);
  }, 400_000);
  afterAll(async () => {
    if (recordingFolder === undefined) await rm(folder, { recursive: true, force: true });
  });

  it('the demo among it succeeded', () => {
    expect([demo.code, demo.code === 0 ? '' : demo.output.slice(-4_000)]).toEqual([0, '']);
  });

  it('breaks nothing', () => {
    expect(sum.lines).toEqual([]);
    expect(sum.exchanges).toBeGreaterThan(1_000);
  });

  it('nor does an answer of the lab to its own tests, whatever it was asked', () => {
    expect(answers.lines).toEqual([]);
  });

  it('is recorded from its beginning', () => {
    expect(sum.incomplete).toEqual([]);
  });

  // A part of the tests need not do everything; what it left out is printed above.
  (isWhole ? it : it.skip)('has every operation that the client can issue, answered with success', () => {
    expect(absent).toEqual([]);
    expect(answers.exchanges).toBeGreaterThan(100);
    expect(unseen).toEqual([]);
  });
});
