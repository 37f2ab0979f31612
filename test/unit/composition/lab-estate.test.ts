import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { labEstateText, writeLabCredentials } from '../../../src/composition/lab-estate.js';
import type { LabAccounts, LabLine } from '../../../src/composition/lab-process.js';
import { validateEstate } from '../../../src/domain/estate/index.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const newFolder = temporaryFolders();
const thumbprint = Array.from({ length: 32 }, () => '0E').join(':');

const LINE: LabLine = {
  vcenters: [
    {
      name: 'ta-vc',
      role: 'authority',
      url: 'https://127.0.0.1:40001',
      thumbprint,
      clusters: [{ name: 'TA', kind: 'authority' }],
      hosts: [{ name: 'ta-1', address: '127.0.0.1:40002' }],
    },
    {
      name: 'wl-vc',
      role: 'trusted',
      url: 'https://127.0.0.1:40003',
      thumbprint,
      clusters: [
        { name: 'A', kind: 'trusted' },
        { name: 'Management', kind: 'plain' },
        { name: 'AQB', kind: 'trusted' },
      ],
      hosts: [
        { name: 'a-1', address: '127.0.0.1:40004' },
        { name: 'a-2', address: '127.0.0.1:40005' },
      ],
    },
  ],
  control: 'http://127.0.0.1:40006',
  topology: 'small',
};
const user = (name: string, password: string, ...groups: string[]) => ({ name, password, groups });
const ACCOUNTS: LabAccounts = [
  {
    vcenter: 'ta-vc',
    role: 'authority',
    users: [user('reader@lab', 'p-reader'), user('ta-admin@lab', 'p-ta', 'TrustedAdmins')],
    hostUsers: [{ name: 'root', password: 'p-ta-root' }],
  },
  {
    vcenter: 'wl-vc',
    role: 'trusted',
    users: [user('admin@lab', 'p-wl', 'Administrators', 'TrustedAdmins')],
    hostUsers: [{ name: 'root', password: 'p-root' }],
  },
];

const estateOf = (line: LabLine) => {
  const read = validateEstate(parse(labEstateText(line)));
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.estate;
};

describe('labEstateText', () => {
  it('is an estate file that is accepted, with both sides and their pins', () => {
    expect(estateOf(LINE)).toMatchObject({
      name: 'lab',
      authority: {
        vcenter: { name: 'ta-vc', url: 'https://127.0.0.1:40001', tls: { thumbprint }, zone: 'authority' },
        cluster: 'TA',
      },
      trusted: [{ vcenter: { name: 'wl-vc', zone: 'trusted' } }],
    });
  });

  it('names the trusted clusters only, and how their hosts are reached', () => {
    const [side] = estateOf(LINE).trusted;
    expect(side?.clusters).toEqual([{ name: 'A' }, { name: 'AQB' }]);
    expect(side?.hostAccess?.addresses).toEqual({ 'a-1': '127.0.0.1:40004', 'a-2': '127.0.0.1:40005' });
  });

  it('a lab without a Trust Authority Cluster is an error that says so', () => {
    const [, trusted] = LINE.vcenters;
    if (trusted === undefined) throw new Error('unreachable');
    expect(() => labEstateText({ ...LINE, vcenters: [trusted] })).toThrow('no Trust Authority Cluster');
  });
});

describe('writeLabCredentials', () => {
  it('gives each credential of the estate file, with its password in a file for this account only', async () => {
    const dir = join(await newFolder(), 'credentials');
    const credentials = await writeLabCredentials(ACCOUNTS, dir);
    const { authority, trusted } = estateOf(LINE);
    const named = [
      authority.vcenter.credential,
      authority.hostAccess?.credential,
      ...trusted.flatMap((side) => [side.vcenter.credential, side.hostAccess?.credential]),
    ];
    expect(Object.keys(credentials)).toEqual(named);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    for (const { password } of Object.values(credentials)) {
      expect((await stat(password.file)).mode & 0o777).toBe(0o600);
    }
    const passwords = Object.values(credentials).map(({ password }) => readFile(password.file, 'utf8'));
    expect(await Promise.all(passwords)).toEqual(['p-ta', 'p-ta-root', 'p-wl', 'p-root']);
  });

  it('DG-18: keeps what the administrators of key servers know under the names that are looked for', async () => {
    const servers = [
      { provider: 'kp main', username: 'kmip', password: 'p-kmip', privateKey: 'the key' },
      { provider: 'plain', privateKey: 'another key' },
    ];
    const credentials = await writeLabCredentials([], await newFolder(), servers);
    expect(Object.keys(credentials)).toEqual(['kmip.kp-main', 'client-key.kp-main', 'client-key.plain']);
    expect(JSON.stringify(credentials)).not.toMatch(/p-kmip|key"/);
  });

  it('takes the account that may administer trust; no password stands in what is answered', async () => {
    const credentials = await writeLabCredentials(ACCOUNTS, await newFolder());
    expect(credentials['ta-vc']?.username).toBe('ta-admin@lab');
    expect(JSON.stringify(credentials)).not.toMatch(/p-(ta|wl|root|reader)/);
  });
});
