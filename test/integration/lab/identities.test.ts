import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab, type LabAddresses, type RunningLab } from '../../../src/lab/index.js';
import { aTopology } from '../../support/lab-world.js';

const labs: RunningLab[] = [];
let dir: string;

const start = async (identityDir: string | undefined = dir): Promise<RunningLab> => {
  const lab = await startLab({ topology: aTopology(), seed: 1, speed: 1, paused: true, identityDir });
  labs.push(lab);
  return lab;
};
const where = ({ vcenters }: LabAddresses) =>
  vcenters.map(({ url, thumbprint, hosts }) => ({ url, thumbprint, hosts }));

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vta-identity-'));
});
afterEach(async () => {
  await Promise.all(labs.splice(0).map((lab) => lab.stop()));
  await rm(dir, { recursive: true, force: true });
});

describe('a lab with an identity folder', () => {
  it('has the same addresses and certificates when it starts again', async () => {
    const first = await start();
    const before = where(first);
    await first.stop();
    expect(where(await start())).toEqual(before);
  });

  it('lets nobody else read its keys', async () => {
    await start();
    const modes = await Promise.all(
      (await readdir(dir)).map(async (name) => (await stat(join(dir, name))).mode & 0o777),
    );
    expect(modes.length).toBe(8);
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });

  it('says which port is taken while another lab uses the folder, and leaves nothing open', async () => {
    await start();
    await expect(start()).rejects.toThrow(/^Port \d+ was kept for this lab and is in use/);
  });

  it('refuses a file that no lab wrote, and names it', async () => {
    const file = join(dir, 'vcenter-ta-vc.json');
    await writeFile(file, '{"port": 1}');
    await expect(start()).rejects.toThrow(`${file} is no identity that a lab kept`);
  });
});
