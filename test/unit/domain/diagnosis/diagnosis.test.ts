import { describe, expect, it } from '@jest/globals';
import {
  diagnosisBundle,
  redact,
  redactText,
  type DiagnosisFacts,
} from '../../../../src/domain/diagnosis/index.js';
import { anInventory, aTrustedHost, aWorkloadCluster, NEW, NOT_ATTESTED } from '../../../support/builders.js';

const inventory = anInventory();
const facts = (change: Partial<DiagnosisFacts> = {}): DiagnosisFacts => {
  const [side] = inventory.trusted;
  if (side === undefined) throw new Error('no trusted side');
  const hosts = [aTrustedHost('esx-1', { installed: NEW, attestation: NOT_ATTESTED }), aTrustedHost('esx-2')];
  return {
    estate: 'sample',
    at: '2026-01-10T12:00:00Z',
    authority: inventory.authority,
    trusted: [{ ...side, clusters: [aWorkloadCluster(hosts)] }],
    ledger: [],
    tasks: [],
    messages: [{ subject: 'esx-1', lines: ['2026-01-10T11:00:00Z task HostSystem.reboot: failed'] }],
    unreadable: [],
    ...change,
  };
};
const rowsOf = (bundle: ReturnType<typeof diagnosisBundle>, title: RegExp) =>
  bundle.tables.find((table) => title.test(table.title))?.rows;

describe('ATT-4, ATT-5: the evidence in one document', () => {
  it('of an estate: versions, causes, messages, and the logs of hosts in trouble', () => {
    const bundle = diagnosisBundle(facts());
    expect(rowsOf(bundle, /^Hosts/)?.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'esx-1',
        'esx-2',
        ...inventory.authority.cluster.hosts.map(({ ref }) => ref.name),
      ]),
    );
    expect(rowsOf(bundle, /do not attest/)).toEqual([
      ['esx-1', 'base-image-missing', expect.stringContaining(NEW)],
    ]);
    const logs = rowsOf(bundle, /^Log files/)?.flat();
    expect(logs).toContain('kmxa.log on esx-1');
    expect(logs).not.toContain('kmxa.log on esx-2');
    expect(logs?.some((file) => file.startsWith('kmxd.log on'))).toBe(true);
    expect(bundle.messages[0]?.lines).toHaveLength(1);
  });

  it('of one host: that host alone', () => {
    const bundle = diagnosisBundle(facts({ host: 'esx-2' }));
    expect(rowsOf(bundle, /^Hosts/)?.map(([name]) => name)).toEqual(['esx-2']);
    expect(rowsOf(bundle, /^Log files/)?.flat()).toContain('kmxa.log on esx-2');
  });

  it('DG-14: what was not read is said', () => {
    const { authority: _, ...without } = facts();
    const away = { subject: 'vc-authority', reason: 'no answer' };
    const bundle = diagnosisBundle({ ...without, host: 'esx-9', unreadable: [away] });
    expect(bundle.unreadable).toEqual([away, { subject: 'esx-9', reason: 'no host of this name was read' }]);
  });
});

describe('no secret is in the document', () => {
  it.each<[string, string, string]>([
    ['a password', 'login failed: password=Sup3r!secret, retrying', 'Sup3r!secret'],
    ['a quoted one', '{"kmipPassword": "hunter22"}', 'hunter22'],
    ['a token', 'Authorization: Bearer abcdefghij.klm', 'abcdefghij'],
    ['a JWT', 'report eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl refused', 'eyJhbGciOi'],
    ['a session', 'cookie vmware_soap_session="5c8f0e"', '5c8f0e'],
    ['a key', 'x -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- y', 'MIIE'],
    ['a cut-off key', '-----BEGIN PRIVATE KEY-----\nMIIE', 'MIIE'],
    ['an address with a login', 'https://root:toor@esx-1/sdk', 'toor'],
  ])('%s', (_, text, secret) => {
    expect(redactText(text)).not.toContain(secret);
    expect(redactText(text)).toContain('[redacted]');
    const bundle = diagnosisBundle(facts({ messages: [{ subject: 'esx-1', lines: [text] }] }));
    expect(JSON.stringify(bundle)).not.toContain(secret);
  });

  it('by the name of a field, wherever it stands', () => {
    expect(redact({ a: [{ privateKey: 'k', name: 'n' }], sessionId: 's' })).toEqual({
      a: [{ privateKey: '[redacted]', name: 'n' }],
      sessionId: '[redacted]',
    });
  });

  it('ordinary words stay', () => {
    const text = 'The attestation token service on ta-1 did not answer in time; see kmxa.log';
    expect(redactText(text)).toBe(text);
  });
});
