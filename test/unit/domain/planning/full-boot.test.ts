import { describe, expect, it } from '@jest/globals';
import { fullBootStep } from '../../../../src/domain/planning/full-boot.js';
import { aLedgerRow, aTrustedHost, NEW, OLD } from '../../../support/builders.js';

const host = aTrustedHost('esx-1', { installed: NEW });

describe('QB-5: the step of a host that boots fully', () => {
  it('reboots it on what it runs, and expects it as it was read', () => {
    expect(fullBootStep(host, aLedgerRow(host, { measured: OLD }), 3)).toEqual({
      host: host.ref,
      cluster: host.cluster,
      role: 'trusted',
      order: 3,
      isTestHost: false,
      target: NEW,
      boot: 'full',
      executor: 'reboot',
      measuredAfter: NEW,
      expects: { installed: NEW, measured: OLD, inMaintenance: false, connection: 'connected' },
      comment: `Runs ${NEW}, attests with ${OLD}: boots fully to attest with ${NEW}.`,
    });
  });

  it('DG-14: an unknown measured version is not made up', () => {
    const { measured: _, ...row } = aLedgerRow(host);
    const step = fullBootStep(host, row, 1);
    expect(step.expects).not.toHaveProperty('measured');
    expect(step.comment).toBe(
      `Runs ${NEW}, attests with an unknown version: boots fully to attest with ${NEW}.`,
    );
  });
});
