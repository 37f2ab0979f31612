import { describe, expect, it } from '@jest/globals';
import type { EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { InsecureVm, Readiness } from '../../../../src/domain/model/readiness.js';
import { preflight } from '../../../../src/domain/preflight/index.js';
import { anEstate, anInventory, aRequest } from '../../../support/builders.js';

const base = anInventory();
const found = (insecureVms: readonly InsecureVm[] | undefined): string[] => {
  const inventory: EstateInventory = {
    ...base,
    trusted: base.trusted.map((side) => {
      const { insecureVms: _, ...readiness } = side.readiness as Readiness;
      return { ...side, readiness: { ...readiness, ...(insecureVms && { insecureVms }) } };
    }),
  };
  return preflight({ estate: anEstate(), inventory, request: aRequest() })
    .filter(({ check }) => ['vm-firmware', 'readiness-unread'].includes(check))
    .map(({ severity, check, rule, message }) => `${severity} ${check} ${rule} ${message}`);
};
const provider = base.authority.facts.keyProviders[0]?.name ?? '';

describe('ATT-3: firmware of encrypted VMs', () => {
  it('says nothing where all are well', () => expect(found([])).toEqual([]));

  it.each<[string, InsecureVm, RegExp]>([
    [
      'BIOS',
      { name: 'db-1', keyProvider: provider, firmware: 'bios', secureBoot: false },
      /^warning vm-firmware ATT-3 db-1 is encrypted by kp-1, and its firmware is BIOS/,
    ],
    [
      'EFI without Secure Boot',
      { name: 'db-1', keyProvider: provider, firmware: 'efi', secureBoot: false },
      /its Secure Boot is off/,
    ],
    [
      'DG-14: Secure Boot is not told',
      { name: 'db-1', keyProvider: provider, firmware: 'efi' },
      /does not tell whether its Secure Boot is on/,
    ],
    [
      'DG-14: nothing can be read of it',
      { name: 'db-1' },
      /encrypted by an unknown key provider, and does not tell its firmware/,
    ],
  ])('%s', (_, vm, expected) => {
    expect(found([vm])).toEqual([expect.stringMatching(expected)]);
  });

  it('leaves VMs of other key providers alone', () => {
    expect(found([{ name: 'db-1', keyProvider: 'standard', firmware: 'bios', secureBoot: false }])).toEqual(
      [],
    );
  });

  it('DG-14: VMs that could not be read are named as unread', () => {
    expect(found(undefined)).toEqual([
      expect.stringMatching(/^warning readiness-unread .*the firmware of its VMs/),
    ]);
  });
});
