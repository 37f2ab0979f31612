import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { vta } from '../../../support/cli.js';
import { NEW } from '../../../support/builders.js';
import { PLAN_HASH } from '../../../support/contract-data.js';
import { startFakeApi, type FakeApi } from '../../../support/fake-api.js';
import { temporaryFolders } from '../../../support/temporary-folder.js';

const temporaryFolder = temporaryFolders();
let api: FakeApi | undefined;
afterEach(() => api?.close());

describe('IMG-2: vta image upload', () => {
  it('sends the file as it is, and says how to use it', async () => {
    api = await startFakeApi({
      'POST /v1/estates/lab/image-files': () => ({
        status: 201,
        body: { estate: 'lab', version: NEW, hash: PLAN_HASH, bytes: 4, from: 'olga' },
      }),
    });
    const file = join(await temporaryFolder(), 'boot_imgdb.tgz');
    await writeFile(file, 'file');
    const args = ['image', 'upload', file, '--estate', 'lab', '--esx-version', NEW];
    const { code, stdout } = await vta(args, { url: api.url });
    expect(code).toBe(0);
    expect(stdout).toContain(`--image-file ${PLAN_HASH}`);
    expect(api.seen[0]).toMatchObject({
      path: `/v1/estates/lab/image-files?esxVersion=${NEW}`,
      headers: { 'content-type': 'application/gzip', 'content-length': '4' },
    });
  });

  it('a file that is not there is named', async () => {
    const args = ['image', 'upload', '/nowhere.tgz', '--estate', 'lab', '--esx-version', NEW];
    expect(await vta(args, { url: 'http://127.0.0.1:1' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('/nowhere.tgz cannot be read'),
    });
  });
});
