import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { loadConfig } from '../../../src/config/index.js';

const path = (name: string): string => new URL(`../../../examples/${name}`, import.meta.url).pathname;

interface Named {
  readonly credential?: string;
}

/** Every `credential:` in an example estate, by side. */
async function credentialsOf(estate: string): Promise<{ authority: string[]; trusted: string[] }> {
  const { authority, trusted } = parse(await readFile(path(estate), 'utf8')) as {
    authority: { vcenter: Named; hostAccess?: Named };
    trusted: { vcenter: Named; hostAccess?: Named }[];
  };
  const names = (side: { vcenter: Named; hostAccess?: Named }): string[] =>
    [side.vcenter.credential, side.hostAccess?.credential].filter(
      (name): name is string => name !== undefined,
    );
  return { authority: names(authority), trusted: trusted.flatMap(names) };
}

describe('the example configurations', () => {
  it.each(['config.yaml', 'config-authority.yaml', 'compose/config.yaml'])('%s is accepted', async (name) => {
    const config = await loadConfig({ env: {}, file: path(name) });
    const backup = [config.backup?.credential, config.backup?.encryptionCredential].filter(
      (one) => one !== undefined,
    );
    expect(backup.filter((one) => !(one in config.credentials))).toEqual([]);
  });

  it('config.yaml has every login that the example estate names', async () => {
    const { credentials } = await loadConfig({ env: {}, file: path('config.yaml') });
    const { authority, trusted } = await credentialsOf('estates/two-vcenters.yaml');
    expect([...authority, ...trusted].filter((name) => !(name in credentials))).toEqual([]);
  });

  it('config-authority.yaml has the logins of its side and none of the other', async () => {
    const { credentials, zones } = await loadConfig({ env: {}, file: path('config-authority.yaml') });
    const { authority, trusted } = await credentialsOf('estates/two-vcenters.yaml');
    expect(zones).toEqual(['authority']);
    expect(authority.filter((name) => !(name in credentials))).toEqual([]);
    expect(trusted.filter((name) => name in credentials)).toEqual([]);
  });
});
