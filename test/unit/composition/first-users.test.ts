import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeFirstUsers } from '../../../src/composition/first-users.js';
import type { RecordsPort, UserRecord } from '../../../src/ports/records.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const newFolder = temporaryFolders();

async function anInstallation() {
  const users: UserRecord[] = [];
  const records: Pick<RecordsPort, 'listUsers' | 'putUser'> = {
    listUsers: async () => users,
    putUser: async (user) => void users.push(user),
  };
  let made = 0;
  const tokens = { create: () => `token-${++made}`, hash: (token: string) => `hash of ${token}` };
  const dir = join(await newFolder(), 'tokens');
  const make = () => makeFirstUsers(records as RecordsPort, dir, tokens);
  return { make, users, dir };
}
const contentOf = async (files: Readonly<Record<string, string>>) =>
  Promise.all(Object.values(files).map((file) => readFile(file, 'utf8')));

describe('makeFirstUsers', () => {
  it('makes one who asks and one who approves, never the same', async () => {
    const { make, users } = await anInstallation();
    await make();
    expect(users.map(({ name, roles }) => [name, roles])).toEqual([
      ['operator', ['viewer', 'operator']],
      ['approver', ['viewer', 'approver']],
      ['viewer', ['viewer']],
    ]);
    expect(users.filter(({ roles }) => roles.includes('operator') && roles.includes('approver'))).toEqual([]);
  });

  it('stores hashes only; tokens lie in files that this account alone can read', async () => {
    const { make, users, dir } = await anInstallation();
    const files = await make();
    expect(users.map(({ tokenHash }) => tokenHash)).toEqual([
      'hash of token-1',
      'hash of token-2',
      'hash of token-3',
    ]);
    expect(await contentOf(files)).toEqual(['token-1\n', 'token-2\n', 'token-3\n']);
    for (const file of Object.values(files)) expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
  });

  it('the second call names the same files and changes nothing', async () => {
    const { make, users } = await anInstallation();
    const first = await make();
    const [before, content] = [structuredClone(users), await contentOf(first)];
    const second = await make();
    expect(second).toEqual(first);
    expect(users).toEqual(before);
    expect(await contentOf(second)).toEqual(content);
  });

  it('where users exist, none are made and no file is written', async () => {
    const { make, users, dir } = await anInstallation();
    users.push({ name: 'ina', roles: ['viewer'], tokenHash: 'h', createdAt: '2026-01-01T00:00:00Z' });
    await make();
    expect(users).toHaveLength(1);
    await expect(readdir(dir)).rejects.toThrow('ENOENT');
  });
});
