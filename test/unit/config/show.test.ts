import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { showConfig } from '../../../src/config/index.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();

async function shown(text: string, env: Record<string, string> = {}) {
  const file = join(await folder(), 'vta.yaml');
  await writeFile(file, text);
  const values = await showConfig({ env, file });
  return { file, values, of: (key: string) => values.find((value) => value.key === key) };
}

it('each value says whether it comes from the file, the environment or the defaults', async () => {
  const { file, of } = await shown('timeScale: 2\ndurations:\n  evacuation:\n    hardLimitMinutes: 480\n', {
    VTA_TIME_SCALE: '600',
    VTA_ZONES: 'authority',
  });
  expect(of('durations.evacuation.hardLimitMinutes')).toEqual({
    key: 'durations.evacuation.hardLimitMinutes',
    value: 480,
    from: `${file}:4`,
  });
  expect(of('durations.evacuation.softWarningMinutes')).toMatchObject({ value: 60, from: 'default' });
  expect(of('timeScale')).toMatchObject({ value: 600, from: 'environment VTA_TIME_SCALE' });
  expect(of('zones')).toMatchObject({ value: ['authority'], from: 'environment VTA_ZONES' });
  expect(of('temporal.namespace')).toMatchObject({ value: 'vta', from: 'default' });
});

it('DG-18: a secret is shown by where it is kept, never itself', async () => {
  const text = [
    'credentials:',
    '  ta-vc: { username: svc, password: { env: TA_PASSWORD } }',
    'backup: { location: "sftp://me:hunter2@backup.example.org/vc", locationType: SFTP }',
  ].join('\n');
  const { values, of } = await shown(text, { TA_PASSWORD: 'hunter2' });
  expect(of('credentials.ta-vc.password')).toMatchObject({ value: { env: 'TA_PASSWORD' } });
  expect(of('backup.location')?.value).toBe('sftp://…@backup.example.org/vc');
  expect(JSON.stringify(values)).not.toContain('hunter2');
});

it('a configuration that is wrong is refused as everywhere else', async () => {
  await expect(shown('timeScale: fast\n')).rejects.toThrow('/timeScale: found "fast"');
});
