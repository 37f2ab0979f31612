import { describe, expect, it } from '@jest/globals';
import { whyNoFullBoot } from '../../../../src/domain/planning/full-boot.js';
import { dueHosts, whyLeftOut } from '../../../../src/domain/planning/left-out.js';
import type { EsxHost } from '../../../../src/domain/model/inventory.js';
import { aTrustedHost, NEW, OLD } from '../../../support/builders.js';

const { installed: _, ...unread } = aTrustedHost();
const { inMaintenance: __, ...noState } = aTrustedHost();

const NOT_CONNECTED = 'not connected to its vCenter (notResponding)';
const IN_MAINTENANCE = 'in maintenance mode by somebody else';
const NO_VERSION = 'its version could not be read';
const NO_STATE = 'its maintenance state could not be read';

describe('DG-14: why a host gets no step', () => {
  it.each<[situation: string, host: EsxHost, why: string | undefined]>([
    ['healthy on the old version', aTrustedHost(), undefined],
    ['on the target', aTrustedHost('esx-1', { installed: NEW }), `already runs ${NEW}`],
    [
      'on a newer version',
      aTrustedHost('esx-1', { installed: '8.0.3-99999999' }),
      'runs 8.0.3-99999999, newer than the target',
    ],
    ['of an unknown version', unread, NO_VERSION],
    ['not responding', aTrustedHost('esx-1', { connection: 'notResponding' }), NOT_CONNECTED],
    ['in maintenance mode', aTrustedHost('esx-1', { inMaintenance: true }), IN_MAINTENANCE],
    ['of an unknown state', noState, NO_STATE],
  ])('%s', (_situation, host, why) => {
    expect(whyLeftOut(host, NEW)).toBe(why);
    expect(dueHosts({ hosts: [host] }, NEW)).toEqual(why === undefined ? [host] : []);
  });

  it('QB-5: the same for a full boot, where the version is no reason', () => {
    expect(whyNoFullBoot(aTrustedHost('esx-1', { installed: OLD }))).toBeUndefined();
    expect(whyNoFullBoot(unread)).toBe(NO_VERSION);
    expect(whyNoFullBoot(aTrustedHost('esx-1', { connection: 'notResponding' }))).toBe(NOT_CONNECTED);
    expect(whyNoFullBoot(noState)).toBe(NO_STATE);
    expect(whyNoFullBoot(aTrustedHost('esx-1', { inMaintenance: true }))).toBe(IN_MAINTENANCE);
  });
});
