import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordsPort, Role } from '../ports/records.js';

/** First users of an installation for evaluation: one who asks and one who approves, never the same. */
const FIRST_USERS: readonly { readonly name: string; readonly roles: readonly Role[] }[] = [
  { name: 'operator', roles: ['viewer', 'operator'] },
  { name: 'approver', roles: ['viewer', 'approver'] },
  { name: 'viewer', roles: ['viewer'] },
];

export type TokenFiles = Readonly<Record<string, string>>;

/**
 * Makes the first users where there are none; their tokens go into files that only this account can read. Where users
 * exist, nothing is changed and nothing can be shown again.
 */
export async function makeFirstUsers(
  records: RecordsPort,
  dir: string,
  tokens: { create(): string; hash(token: string): string },
): Promise<TokenFiles> {
  const files: Record<string, string> = {};
  const known = (await records.listUsers()).map(({ name }) => name);
  const isOurs = (name: string): boolean => FIRST_USERS.some((user) => user.name === name);
  for (const { name, roles } of FIRST_USERS) {
    files[name] = join(dir, `${name}.token`);
    // A start that was interrupted goes on; where others have been made since, nobody is added behind their backs.
    if (known.includes(name) || !known.every(isOurs)) continue;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const token = tokens.create();
    await writeFile(files[name], `${token}\n`, { mode: 0o600 });
    await records.putUser({
      name,
      roles,
      tokenHash: tokens.hash(token),
      createdAt: new Date().toISOString(),
    });
  }
  return files;
}
