import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTextCleaner } from '../../../src/probe/recording/free-text.js';
import {
  createCollector,
  nameKinds,
  PSEUDONYM,
  pseudonymsOf,
  type NameKind,
} from '../../../src/probe/recording/naming.js';

const kind = fc.constantFrom(...nameKinds);
/** Names as people give them: any letters, digits, blanks and signs, and full names of hosts. */
const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
  fc.stringMatching(/^[a-z]{1,6}-?[0-9]{0,3}(\.[a-z]{2,6}){0,2}$/),
);
const names = fc
  .array(fc.tuple(name, kind), { maxLength: 40 })
  .map((list) => new Map<string, NameKind>(list));

const inOrder = (texts: Iterable<string>): string[] => [...texts].toSorted((a, b) => (a < b ? -1 : 1));

describe('pseudonyms', () => {
  it('stand for one name each, and sort as the names do', () => {
    fc.assert(
      fc.property(names, (given) => {
        const pseudonyms = pseudonymsOf(given);
        expect(new Set(pseudonyms.values()).size).toBe(given.size);
        expect(inOrder(given.keys()).map((text) => pseudonyms.get(text))).toEqual(
          inOrder(pseudonyms.values()),
        );
      }),
    );
  });

  it('say what kind of thing they stand for, and nothing else', () => {
    fc.assert(
      fc.property(names, (given) => {
        for (const [text, pseudonym] of pseudonymsOf(given)) {
          expect(pseudonym).toMatch(PSEUDONYM);
          expect(pseudonym).toMatch(new RegExp(`^n\\d+-${given.get(text)}$`));
        }
      }),
    );
  });

  it('of pseudonyms are themselves', () => {
    fc.assert(
      fc.property(names, (given) => {
        const once = pseudonymsOf(given);
        const again = pseudonymsOf(
          new Map([...once].map(([text, pseudonym]) => [pseudonym, given.get(text) as NameKind])),
        );
        expect([...again].every(([from, to]) => from === to)).toBe(true);
      }),
    );
  });

  it('a name keeps the kind under which it was first seen', () => {
    const collector = createCollector();
    collector.name('cluster', 'TA');
    collector.name('vm', 'TA');
    expect([...collector.names]).toEqual([['TA', 'cluster']]);
  });
});

describe('texts of servers', () => {
  const clean = createTextCleaner(
    new Map([
      ['esx1.corp.example', 'n002-host'],
      ['esx1', 'n002-host'],
      ['Prod A (old)', 'n001-cluster'],
      ['vc.corp.example', '[address]'],
    ]),
  );

  it.each`
    text                                                      | cleaned
    ${'Host esx1.corp.example does not answer.'}              | ${'Host n002-host does not answer.'}
    ${'ESX1: attestd'}                                        | ${'n002-host: attestd'}
    ${'esx10 and esx1'}                                       | ${'esx10 and n002-host'}
    ${'cluster Prod A (old) at https://vc.corp.example/sdk'}  | ${'cluster n001-cluster at [address]'}
    ${'login of CORP\\svc-vta refused'}                       | ${'login of [user] refused'}
    ${'login of svc@corp.example refused'}                    | ${'login of [user] refused'}
    ${'from 10.1.2.3:443, fe80::1:2:3:4'}                     | ${'from [address], [address]'}
    ${'kms-7.other.example and backup.local'}                 | ${'[address] and [address]'}
    ${'id 04c97062-10e1-4b3f-aa64-8cdbb00f38e3'}              | ${'id [id]'}
    ${'SHA1 AA:BB:CC:DD:EE:FF:00:11:22:33'}                   | ${'SHA1 [id]'}
    ${`key ${'QUJD'.repeat(12)}==`}                           | ${'key [id]'}
    ${'com.vmware.esx.attestation.report.attest_no_ek'}       | ${'com.vmware.esx.attestation.report.attest_no_ek'}
    ${'version 8.0.3-0.0.24022510 of 8.0.3.00400, API 8.0.2'} | ${'version 8.0.3-0.0.24022510 of 8.0.3.00400, API 8.0.2'}
    ${'read kmxa.log at 12:34:56'}                            | ${'read kmxa.log at 12:34:56'}
  `('$text', ({ text, cleaned }: any) => {
    expect(clean(text)).toBe(cleaned);
  });

  it('hold no known name afterwards, and cleaning them again changes nothing', () => {
    const known = fc.stringMatching(/^[a-z]{3,8}(-[a-z0-9]{1,4})?$/);
    const words = fc.array(fc.oneof(known, fc.string({ maxLength: 12 })), { maxLength: 8 });
    fc.assert(
      fc.property(fc.uniqueArray(known, { minLength: 1, maxLength: 8 }), words, (given, text) => {
        const pseudonyms = pseudonymsOf(new Map(given.map((one) => [one, 'host' as const])));
        const once = createTextCleaner(pseudonyms)([...text, ...given].join(' '));
        const parts = once.split(/[^a-z0-9-]+/);
        // Other people's words may be `host`, which every pseudonym here ends in.
        for (const one of given.filter((text) => text !== 'host')) expect(parts).not.toContain(one);
        const own = new Map([...pseudonyms.values()].map((pseudonym) => [pseudonym, pseudonym]));
        expect(createTextCleaner(own)(once)).toBe(once);
      }),
    );
  });
});
