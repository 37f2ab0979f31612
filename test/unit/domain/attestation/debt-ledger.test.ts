import { describe, expect, it } from '@jest/globals';
import { hostDebts, ledgerAfterBoot } from '../../../../src/domain/attestation/index.js';
import type { BaseImage, BootEvidence, LedgerRow } from '../../../../src/domain/model/inventory.js';
import { aLedgerRow, aTrustedHost } from '../../../support/builders.js';

const [A, B, C] = ['8.0.2-22380479', '8.0.3-24022510', '8.0.3-24280767'];
const image = (version: string): BaseImage => ({
  version,
  id: version,
  displayName: version,
  health: 'OK',
  details: [],
});
const images = [C, A, B].map(image);
const quick = (bootTime: string): BootEvidence => ({ type: 'quick', source: 'event', bootTime });
const full = (bootTime: string): BootEvidence => ({ type: 'full', source: 'event', bootTime });
const first = '2026-02-01T00:00:00Z';
const second = '2026-03-01T00:00:00Z';

const onA = aLedgerRow(aTrustedHost('esx-1'), { installed: A, measured: A });
const onB = ledgerAfterBoot(onA, { installed: B, boot: quick(first), at: first });
const onC = ledgerAfterBoot(onB, { installed: C, boot: quick(second), at: second });

describe('QB-4: the debt ledger', () => {
  it('a host that attests with what it runs owes nothing', () => {
    expect(hostDebts([onA], images)).toEqual([]);
    expect(onA).not.toHaveProperty('owedSince');
  });

  it('QB-6: A by full boot, then B and C by Quick Boot: it keeps A, not B, and owes since B', () => {
    expect(hostDebts([onC], images)).toMatchObject([
      { host: onA.host, installed: C, measured: A, since: first, keeps: [A] },
    ]);
  });

  it('a full boot ends the debt', () => {
    const after = ledgerAfterBoot(onC, { installed: C, boot: full(second), at: second });
    expect(after).not.toHaveProperty('owedSince');
    expect(hostDebts([after], images)).toEqual([]);
  });

  it('DG-14: a host with an unknown last full boot keeps every other image', () => {
    const { measured: _, ...unknown } = aLedgerRow(aTrustedHost('esx-2'), { installed: B });
    expect(hostDebts([unknown], images)).toMatchObject([
      { keeps: [A, C], text: expect.stringContaining('unknown version') },
    ]);
  });

  it('is told in full', () => {
    const host = aTrustedHost('esx-1');
    const inventory = { trusted: [{ clusters: [{ ref: host.cluster, hosts: [host] }] }] };
    expect(hostDebts([onC], images, inventory as never)).toEqual([
      {
        host: onA.host,
        cluster: 'workload',
        installed: C,
        measured: A,
        since: first,
        boot: quick(second),
        keeps: [A],
        text: `esx-1 runs ${C} and attests with ${A} until its next full boot.`,
      },
    ]);
  });

  it('without a known beginning it is as old as its row; of the same age, by name', () => {
    const { owedSince: _, ...row } = onC;
    const { installed: __, measured: ___, ...nothing } = { ...row, host: aTrustedHost('esx-0').ref };
    const [one, other] = hostDebts([row, nothing], images);
    expect([one?.host.name, other?.host.name]).toEqual(['esx-0', 'esx-1']);
    expect(one).toMatchObject({ since: row.at, keeps: [A, B, C] });
    for (const absent of ['installed', 'measured', 'cluster']) expect(one).not.toHaveProperty(absent);
  });

  it('a host of the same moid in another vCenter is another one', () => {
    const host = aTrustedHost('esx-1');
    const elsewhere = { ...host, ref: { ...host.ref, vcenter: 'vc-other' } };
    const inventory = { trusted: [{ clusters: [{ ref: host.cluster, hosts: [elsewhere] }] }] };
    expect(hostDebts([onC], images, inventory as never)[0]).not.toHaveProperty('cluster');
  });

  it('longest in debt first, with the cluster where a survey tells it', () => {
    const other: LedgerRow = { ...onB, host: aTrustedHost('esx-0').ref, owedSince: second };
    const host = aTrustedHost('esx-1');
    const inventory = { trusted: [{ clusters: [{ ref: host.cluster, hosts: [host] }] }] };
    const debts = hostDebts([other, onC], images, inventory as never);
    expect(debts.map(({ host: { name }, cluster }) => [name, cluster])).toEqual([
      ['esx-1', 'workload'],
      ['esx-0', undefined],
    ]);
  });
});
