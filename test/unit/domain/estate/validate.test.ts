import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { validateEstate } from '../../../../src/domain/estate/index.js';

const thumbprint = Array.from({ length: 32 }, () => '0F').join(':');
const vcenter = (name: string, change: object = {}) => ({
  name,
  url: `https://${name}.example.com`,
  thumbprint,
  credential: `${name}-admin`,
  ...change,
});
const file = (change: object = {}) => ({
  estate: 'sample',
  authority: { vcenter: vcenter('vc-a'), cluster: 'Trust Authority' },
  trusted: [{ vcenter: vcenter('vc-t'), clusters: [{ name: 'workload' }] }],
  ...change,
});
const trusted = (change: object) => ({
  trusted: [{ vcenter: vcenter('vc-t'), clusters: [{ name: 'workload' }], ...change }],
});
const problems = (value: unknown) => {
  const result = validateEstate(value);
  return 'problems' in result ? result.problems : [];
};

describe('a good estate file', () => {
  it('gives the estate, with zones by side and default task queues', () => {
    expect(validateEstate(file())).toEqual({
      estate: {
        name: 'sample',
        authority: {
          vcenter: expect.objectContaining({ name: 'vc-a', zone: 'authority', tls: { thumbprint } }),
          cluster: 'Trust Authority',
        },
        trusted: [
          {
            vcenter: expect.objectContaining({ zone: 'trusted', credential: 'vc-t-admin' }),
            clusters: [{ name: 'workload' }],
          },
        ],
        taskQueues: { authority: 'vta-authority', trusted: 'vta-trusted' },
      },
    });
  });

  it('keeps host access, test hosts and own task queues', () => {
    const full = file({
      ...trusted({
        hostAccess: { credential: 'esx', addresses: { 'esx-1': '127.0.0.1:8443' } },
        clusters: [{ name: 'w', testHost: 'esx-1' }],
      }),
      taskQueues: { trusted: 'own' },
    });
    expect(validateEstate(full)).toMatchObject({
      estate: {
        trusted: [
          {
            hostAccess: { credential: 'esx', addresses: { 'esx-1': '127.0.0.1:8443' } },
            clusters: [{ name: 'w', testHost: 'esx-1' }],
          },
        ],
        taskQueues: { authority: 'vta-authority', trusted: 'own' },
      },
    });
  });

  it('ORD-2: keeps a credential for the vTA configuration', () => {
    const full = file(trusted({ vcenter: vcenter('vc-t', { trustCredential: 'vc-t-vta' }) }));
    expect(validateEstate(full)).toMatchObject({
      estate: { trusted: [{ vcenter: { credential: 'vc-t-admin', trustCredential: 'vc-t-vta' } }] },
    });
  });

  it('is what the example is', () => {
    const text = readFileSync('examples/estates/two-vcenters.yaml', 'utf8');
    expect(problems(parse(text))).toEqual([]);
  });
});

describe('a bad estate file is refused as a whole, each problem with its place', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['no object', 'text', '', /object/],
    ['nothing', undefined, '', /object/],
    ['an unknown key', file({ trustedd: [] }), '/trustedd', /estate, authority, trusted/],
    [
      'a secret instead of the name of a second credential',
      file(trusted({ vcenter: vcenter('vc-t', { trustCredential: 'no name!' }) })),
      '/trusted/0/vcenter/trustCredential',
      /the name of a credential/,
    ],
    ['an unknown nested key', file(trusted({ vcenters: {} })), '/trusted/0/vcenters', /hostAccess/],
    ['no name', file({ estate: undefined }), '/estate', /letters/],
    ['a name with a slash', file({ estate: 'a/b' }), '/estate', /letters/],
    [
      'http',
      file(trusted({ vcenter: vcenter('vc-t', { url: 'http://vc-t.example.com' }) })),
      '/trusted/0/vcenter/url',
      /https/,
    ],
    [
      'a path in the URL',
      file(trusted({ vcenter: vcenter('vc-t', { url: 'https://vc-t.example.com/sdk' }) })),
      '/trusted/0/vcenter/url',
      /without a path/,
    ],
    [
      'a login in the URL',
      file(trusted({ vcenter: vcenter('vc-t', { url: 'https://root:x@vc-t.example.com' }) })),
      '/trusted/0/vcenter/url',
      /https/,
    ],
    [
      'no pin',
      file(trusted({ vcenter: vcenter('vc-t', { thumbprint: undefined }) })),
      '/trusted/0/vcenter/thumbprint',
      /SHA-256/,
    ],
    [
      'a malformed pin',
      file(trusted({ vcenter: vcenter('vc-t', { thumbprint: 'ab:cd' }) })),
      '/trusted/0/vcenter/thumbprint',
      /upper-case/,
    ],
    [
      'two pins',
      file(trusted({ vcenter: vcenter('vc-t', { caPem: 'x' }) })),
      '/trusted/0/vcenter',
      /one of the two/,
    ],
    [
      'a private key as CA',
      file(
        trusted({
          vcenter: vcenter('vc-t', { thumbprint: undefined, caPem: '-----BEGIN PRIVATE KEY-----' }),
        }),
      ),
      '/trusted/0/vcenter/caPem',
      /certificates/,
    ],
    ['no trusted side', file({ trusted: [] }), '/trusted', /at least one/],
    ['no cluster', file(trusted({ clusters: [] })), '/trusted/0/clusters', /at least one/],
    [
      'a cluster twice',
      file(trusted({ clusters: [{ name: 'w' }, { name: 'w' }] })),
      '/trusted/0/clusters/1/name',
      /once/,
    ],
    ['a vCenter name twice', file(trusted({ vcenter: vcenter('vc-a') })), '/trusted/0/vcenter/name', /once/],
    [
      'an address without port',
      file(trusted({ hostAccess: { credential: 'c', addresses: { h: 'h' } } })),
      '/trusted/0/hostAccess/addresses/h',
      /host:port/,
    ],
    [
      'a task queue with blanks',
      file({ taskQueues: { authority: 'a b' } }),
      '/taskQueues/authority',
      /task queue/,
    ],
  ])('%s', (_, value, pointer, allowed) => {
    expect(problems(value)).toContainEqual({
      pointer,
      found: expect.stringMatching(/\S/),
      allowed: expect.stringMatching(allowed),
    });
  });

  it.each(['password', 'token', 'secret', 'privateKey', 'api_key', 'passphrase'])(
    'DG-18: %s is a secret, and refused as such',
    (key) => {
      const found = problems(
        file({ authority: { vcenter: vcenter('vc-a', { [key]: 'hidden-value' }), cluster: 'c' } }),
      );
      expect(found).toContainEqual({
        pointer: `/authority/vcenter/${key}`,
        found: `key '${key}'`,
        allowed: expect.stringContaining('no secrets'),
      });
      expect(JSON.stringify(found)).not.toContain('hidden-value');
    },
  );

  it('reports all problems at once', () => {
    expect(problems({ estate: 1, authority: {}, trusted: 'x' }).map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/estate', '/authority/vcenter', '/authority/cluster', '/trusted']),
    );
  });
});
