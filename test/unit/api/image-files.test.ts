import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { imageDatabaseOf } from '../../../src/lab/world/image-database.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';
import { NEW } from '../../support/builders.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const folder = temporaryFolders();
let api: ApiHarness;
beforeEach(async () => {
  api = await startApi(await folder());
});
afterEach(() => api.close());

const whole = imageDatabaseOf(NEW);
const hand = (bytes: Uint8Array, who = 'olga') =>
  api.ask(who, 'POST', '/v1/image-files', { body: { content: Buffer.from(bytes).toString('base64') } });

describe('IMG-3: an image database that is handed in', () => {
  it('is kept by its hash, with the versions that it names', async () => {
    const answer = await hand(whole);
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ bytes: whole.length, versions: [NEW] });
    const { hash } = answer.json() as { hash: string };
    expect(Buffer.from(await api.blobs.get(hash)).equals(Buffer.from(whole))).toBe(true);
  });

  it.each<[string, Uint8Array]>([
    ['cut off', whole.subarray(0, 1_000)],
    ['something else', Buffer.from('<html>')],
  ])('is refused when it is %s, and nothing is kept', async (_, bytes) => {
    const answer = await hand(bytes);
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({ code: 'image-file-invalid' });
  });

  it('may be larger than other requests, and not larger than such files are', async () => {
    expect((await hand(new Uint8Array(3_000_000))).statusCode).toBe(422);
    expect((await hand(new Uint8Array(34_000_000))).statusCode).toBe(413);
  });

  it('is for operators', async () => {
    expect((await hand(whole, 'vera')).statusCode).toBe(403);
  });
});
