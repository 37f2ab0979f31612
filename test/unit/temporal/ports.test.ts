import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { portsFor } from '../../../src/temporal/ports.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();

it('gives different free ports, and the same ones at the next start', async () => {
  const dir = await folder();
  const ports = await portsFor(dir, 8);
  expect(new Set(ports).size).toBe(8);
  expect(ports.every((port) => port > 0)).toBe(true);
  expect(await portsFor(dir, 8)).toEqual(ports);
});

it('gives others when one of them is in use now', async () => {
  const dir = await folder();
  const ports = await portsFor(dir, 3);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(ports[1], '127.0.0.1', resolve));
  const next = await portsFor(dir, 3);
  expect(next).not.toEqual(ports);
  expect(next).not.toContain(ports[1]);
  await new Promise((resolve) => other.close(resolve));
});

it.each(['', 'half a file', '[1]', '{}', '["a","b"]'])(
  '%j in its file is no reason to fail',
  async (text) => {
    const dir = await folder();
    await writeFile(join(dir, 'ports.json'), text);
    expect(await portsFor(dir, 2)).toHaveLength(2);
  },
);
