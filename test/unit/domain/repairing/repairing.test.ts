import { describe, expect, it } from '@jest/globals';
import type { EsxHost, LedgerRow } from '../../../../src/domain/model/inventory.js';
import { diagnose, waysOut } from '../../../../src/domain/repairing/index.js';
import { aLedgerRow, anImage, aTrustedHost, NEW, NOT_ATTESTED, OLD } from '../../../support/builders.js';

const unattested = (change: Partial<EsxHost> = {}): EsxHost =>
  aTrustedHost('esx-1', { attestation: NOT_ATTESTED, ...change });
const row = (change: Partial<LedgerRow>): LedgerRow => ({ ...aLedgerRow(unattested()), ...change });
const silent = { status: 'notAttested', services: [] } as const;

describe('ATT-1: a missing base image is told by comparing versions', () => {
  it('full-booted on a version that is not trusted, whatever the message', () => {
    const host = unattested({ installed: NEW, attestation: silent });
    const found = diagnose(host, row({ installed: NEW, measured: NEW }), [anImage(OLD)]);
    expect(found).toMatchObject({ state: 'base-image-missing', missing: NEW });
    expect(found).toMatchObject({ text: expect.stringContaining('no VM can be encrypted') });
  });

  it('never by the message alone: "unknown software" on a trusted version is something else', () => {
    const found = diagnose(unattested(), row({ installed: OLD, measured: OLD }), [anImage(OLD)]);
    expect(found.state).toBe('other');
  });

  it('an image that not every TA host has is not missing', () => {
    const image = anImage(OLD, { health: 'ERROR', details: ['Missing on ta-2.'] });
    expect(diagnose(unattested(), row({ installed: OLD, measured: OLD }), [image])).toMatchObject({
      state: 'base-image-inconsistent',
      text: expect.stringContaining('Missing on ta-2.'),
    });
  });

  it('DG-14: with an unknown last boot the installed version is the suspect', () => {
    const { measured: _, ...unknown } = row({ installed: NEW });
    expect(diagnose(unattested({ installed: NEW }), unknown, [anImage(OLD)])).toMatchObject({
      missing: NEW,
      text: expect.stringContaining('not known'),
    });
  });

  it('an attested host has nothing to repair', () => {
    expect(diagnose(aTrustedHost(), row({ measured: NEW }), [anImage(OLD)])).toEqual({ state: 'attested' });
  });

  it('QB-10: after a Quick Boot the file of the measured version is needed, and the cause is explained', () => {
    const host = unattested({ installed: NEW });
    expect(diagnose(host, row({ installed: NEW, measured: OLD }), [anImage(NEW)])).toMatchObject({
      missing: OLD,
      text: expect.stringMatching(/measured as 8\.0\.2-22380479: its own export .* does not help/),
    });
  });
});

describe('FIX-1, FIX-2: three ways to the file', () => {
  const ways = (hosts: readonly EsxHost[], more: Partial<Parameters<typeof waysOut>[1]> = {}) =>
    waysOut(NEW, { hosts, archived: [], hasFile: false, ...more });
  const offered = (...args: Parameters<typeof ways>) =>
    ways(...args)
      .filter(({ isOffered }) => isOffered)
      .map(({ way }) => way);
  const runs = aTrustedHost('esx-2', { installed: NEW });

  it.each<[string, readonly EsxHost[], Parameters<typeof ways>[1], string[]]>([
    ['a host runs exactly that version', [runs], {}, ['export']],
    ['QB-8: no host runs it', [aTrustedHost('esx-1', { installed: OLD })], {}, []],
    ['the host is away', [{ ...runs, connection: 'notResponding' }], {}, []],
    ['the archive has a file', [], { archived: [NEW] }, ['archive']],
    ['an operator supplies one', [runs], { archived: [NEW], hasFile: true }, ['file', 'export', 'archive']],
    ['files of other versions', [], { archived: [OLD] }, []],
  ])('%s', (_, hosts, more, expected) => {
    expect(offered(hosts, more)).toEqual(expected);
  });

  it('QB-7: a host that was fully booted is preferred as the source', () => {
    const quick = aTrustedHost('esx-1', { installed: NEW, boot: { type: 'quick', source: 'event' } });
    const [, way] = ways([quick, runs]);
    expect(way).toMatchObject({ source: runs });
  });
});
