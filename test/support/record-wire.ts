import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { packageFolder } from './processes.js';

/** Where a run of all tests collects the wire logs of its labs; unset = nobody wants them. */
export const recordingFolder = process.env['WIRE_RECORDINGS'];

/**
 * Benchmarks use the same stack outside Jest, where it cannot be had, and nobody wants their logs. Not later: Jest
 * refuses imports while concurrent tests run.
 */
const jest = recordingFolder === undefined ? undefined : await import('@jest/globals');

let recorded = 0;

/**
 * Keeps the wire log of a lab, as JSON lines, in a file named after the test that used it. Only for labs whose requests
 * come from the product's own clients: what a test sends wrong on purpose would count against the product.
 */
export const recordWire = (log: Iterable<unknown>): Promise<void> => record('', textOf(log));

/** The same of a lab in a process of its own, which must still be there. */
export async function recordWireOf(control: string): Promise<void> {
  if (recordingFolder === undefined) return;
  await record('', await (await fetch(`${control}/lab/wire`)).text());
}

/** Keeps a log of which only the lab's answers count: tests of the lab send what no client of ours would. */
export const recordAnswers = (log: Iterable<unknown>): Promise<void> => record('answers', textOf(log));

const textOf = (log: Iterable<unknown>): string =>
  [...log].map((exchange) => `${JSON.stringify(exchange)}\n`).join('');

async function record(subfolder: string, text: string): Promise<void> {
  if (recordingFolder === undefined) return;
  const test = relative(join(packageFolder, 'test'), jest?.expect.getState().testPath ?? 'unknown');
  const name = test.replace(/\.test\.ts$/, '').replaceAll(/[^\w-]+/g, '.');
  // Taken at once: another case may record while this one waits.
  const number = ++recorded;
  const folder = join(recordingFolder, subfolder);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}-${process.pid}-${number}.jsonl`), text);
}
