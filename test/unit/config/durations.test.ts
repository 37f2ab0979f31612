import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, durationsOf, loadConfig } from '../../../src/config/index.js';
import { DURATIONS } from '../../../src/domain/durations.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();

async function loaded(row: string) {
  const file = join(await folder(), 'vta.yaml');
  await writeFile(file, `durations:\n${row}`);
  return durationsOf((await loadConfig({ env: {}, file })).durations);
}

const problems = async (row: string) => {
  const error: unknown = await loaded(row).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw new Error(`expected a ConfigError, got ${String(error)}`);
  return error.problems.map(({ pointer, allowed }) => `${pointer}: ${allowed}`);
};

it('without configuration the table is that of the defaults', async () => {
  expect(durationsOf((await loadConfig({ env: {} })).durations)).toEqual(DURATIONS);
});

it('a row changes only in what the file names', async () => {
  const durations = await loaded('  evacuation: { hardLimitMinutes: 480, retries: 1 }\n');
  expect(durations).toEqual({
    ...DURATIONS,
    evacuation: { ...DURATIONS.evacuation, hardLimitSeconds: 28_800, retries: 1 },
  });
});

describe('what cannot be is refused', () => {
  it.each([
    [
      'evacuation: { softWarningMinutes: 10 }',
      /^\/durations\/evacuation\/softWarningMinutes: at least exp.* 22\.5$/,
    ],
    [
      'evacuation: { hardLimitMinutes: 59 }',
      /^\/durations\/evacuation\/hardLimitMinutes: at least soft.* 60$/,
    ],
    ['fullBoot: { expectedMinutes: 90 }', /softWarningMinutes: at least expectedMinutes, 90/],
    ['evacuation: { pollSeconds: 0 }', /pollSeconds/],
    ['evacuation: { retries: 1.5 }', /retries/],
    ['evacuation: { retry: 1 }', /evacuation\/retry: expectedMinutes, softWarningMinutes/],
    ['coffee: {}', /durations\/coffee: backup, precheckAndStage/],
  ])('%s', async (row, says) => {
    expect((await problems(`  ${row}\n`)).join('\n')).toMatch(says);
  });

  it.each([
    ['installVCenter', '"install" is never repeated without a person (ORD-2, ORD-4)'],
    ['fullBoot', '"apply" is never repeated without a person (IMG-2, ORD-7, ORD-8, QB-3)'],
    ['quickBoot', '"apply" is never repeated without a person (IMG-2, ORD-7, ORD-8, QB-3)'],
    ['majorUpgrade', 'nothing is begun here that could be repeated (DG-14)'],
    ['attestation', 'nothing is begun here that could be repeated (DG-14)'],
  ])('automatic repetition of %s, naming the rule', async (kind, why) => {
    expect(await problems(`  ${kind}: { retries: 1 }\n`)).toEqual([`/durations/${kind}/retries: 0: ${why}`]);
    await expect(loaded(`  ${kind}: { retries: 0 }\n`)).resolves.toEqual(DURATIONS);
  });
});
