import { describe, expect, it } from '@jest/globals';
import { exitPlan, hasNoVta, type EncryptedVmsOf } from '../../../../src/domain/leaving/index.js';
import { preflight } from '../../../../src/domain/preflight/index.js';
import { anEstate, anInventory, aRequest } from '../../../support/builders.js';

const side = (...vms: NonNullable<EncryptedVmsOf['vms']>): EncryptedVmsOf => ({ vcenter: 'wl-vc', vms });
const plan = (...read: EncryptedVmsOf[]) => exitPlan(['kp-main'], read);

describe('DG-1: the exit plan of an estate that would leave vTA', () => {
  it('names every VM under its trusted key provider, and what to do', () => {
    const [finding, ...others] = plan(
      side(
        { name: 'vault-2', host: 'esx-1', keyProvider: 'kp-main' },
        { name: 'vault-1', keyProvider: 'kp-main' },
      ),
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'DG-1',
      check: 'exit-plan',
      subject: 'wl-vc: kp-main',
      message: expect.stringContaining('vault-1, vault-2 (on esx-1)'),
      remedy: expect.stringMatching(/docs\/leaving-vta\.md.*re-encrypt each of these VMs/),
    });
  });

  it('tells other key providers apart: they do not depend on vTA', () => {
    expect(plan(side({ name: 'n', keyProvider: 'native' }))).toMatchObject([
      { subject: 'wl-vc: native', remedy: expect.stringContaining('nothing to do') },
    ]);
  });

  it.each<[string, EncryptedVmsOf[], RegExp]>([
    ['a key that cannot be read', [side({ name: 'dark' })], /could not be read: dark/],
    ['DG-14: a vCenter that does not answer', [{ vcenter: 'wl-vc' }], /wl-vc could not be read/],
    ['no encrypted VM', [side()], /No VM of the trusted clusters is encrypted/],
  ])('%s', (_, read, says) => {
    expect(plan(...read)[0]?.message).toMatch(says);
  });

  it('stands beside the refusal of 9.x, and nowhere else', () => {
    const input = { estate: anEstate(), inventory: anInventory() };
    const [provider] = input.inventory.authority.facts.keyProviders;
    const encryptedVms = [side({ name: 'vault-1', keyProvider: provider?.name ?? '' })];
    const request = aRequest({ vcenterVersion: '9.0.0.00000' });
    const leaving = preflight({ ...input, request, encryptedVms });
    const ofDg1 = leaving.filter(({ rule }) => rule === 'DG-1');
    expect(ofDg1.map(({ severity, check }) => `${severity} ${check}`)).toEqual([
      'blocker target-version',
      'info exit-plan',
    ]);
    const staying = preflight({ ...input, request: aRequest(), encryptedVms });
    expect(staying.filter(({ rule }) => rule === 'DG-1')).toEqual([]);
  });

  it.each([
    ['9.0.0.00000', true],
    ['10.0.0.00000', true],
    ['8.0.3.00400', false],
    ['8.0.3-0.0.24022510', false],
  ])('%s has no vTA: %s', (version, is) => {
    expect(hasNoVta(version)).toBe(is);
  });
});
