import { describe, expect, it } from '@jest/globals';
import { diffPlans } from '../../../../src/domain/diff/index.js';
import { buildPlan } from '../../../../src/domain/planning/index.js';
import {
  anEstate,
  anInventory,
  aPolicy,
  aRequest,
  aTrustedHost,
  aVCenter,
  aWorkloadCluster,
  NEW,
} from '../../../support/builders.js';

const plan = (hosts: readonly string[], boot: 'policy' | 'full' = 'policy', done: readonly string[] = []) =>
  buildPlan({
    estate: anEstate(),
    estateHash: 'e',
    request: aRequest({ boot }),
    inventory: anInventory({
      clusters: [
        aWorkloadCluster(
          hosts.map((name) => aTrustedHost(name, done.includes(name) ? { installed: NEW } : {})),
          { policy: aPolicy({ enableQuickBoot: true }) },
        ),
      ],
    }),
  });

describe('the difference of two plans', () => {
  it('is one line when they are the same', () => {
    expect(diffPlans(plan(['esx-1']), plan(['esx-1']))).toEqual(['The plans are the same.']);
  });

  it('marks new, gone and changed lines, and folds the rest', () => {
    const lines = diffPlans(plan(['esx-1', 'esx-2', 'esx-3']), plan(['esx-1', 'esx-2', 'esx-4'], 'full'));
    expect(lines).toEqual(
      expect.arrayContaining([
        'request',
        '  * - boot policy',
        '    + boot full',
        '    2 unchanged',
        'trusted-hosts',
        '  * -    2 esx-2 8.0.2-22380479 -> 8.0.3-24022510 quick, attests 8.0.2-22380479',
        '    +    2 esx-2 8.0.2-22380479 -> 8.0.3-24022510 full, attests 8.0.3-24022510',
        '  +    3 esx-4 8.0.2-22380479 -> 8.0.3-24022510 full, attests 8.0.3-24022510',
        '  -    3 esx-3 8.0.2-22380479 -> 8.0.3-24022510 quick, attests 8.0.2-22380479',
      ]),
    );
  });

  it('shows that people upgrade a vCenter instead of its own update', () => {
    const inventory = anInventory();
    const from = (version: string) => {
      const vcenter = aVCenter('vc-authority', { current: { version, build: '1' } });
      const authority = { ...inventory.authority, vcenter };
      const input = { estate: anEstate(), estateHash: 'e', request: aRequest() };
      return buildPlan({ ...input, inventory: { ...inventory, authority } });
    };
    expect(diffPlans(from('8.0.2.00100'), from('7.0.3.01700'))).toEqual(
      expect.arrayContaining([
        '  * - vc-authority 8.0.2.00100 -> 8.0.3.00400',
        '    + vc-authority 7.0.3.01700 -> 8.0.3.00400 (by an operator)',
      ]),
    );
  });

  it('ORD-3: says which hosts people upgrade by hand', () => {
    const authorityOf = (imageManaged: boolean) =>
      buildPlan({
        estate: anEstate(),
        estateHash: 'e',
        request: aRequest(),
        inventory: anInventory({ authorityCluster: { imageManaged } }),
      });
    expect(diffPlans(authorityOf(true), authorityOf(false))).toEqual(
      expect.arrayContaining([
        '  * -    1 ta-1 8.0.2-22380479 -> 8.0.3-24022510 full',
        '    +    1 ta-1 8.0.2-22380479 -> 8.0.3-24022510 by hand',
      ]),
    );
  });

  it('fits 100 columns', () => {
    const lines = diffPlans(plan(['esx-1']), plan(['esx-1', `esx-${'long-'.repeat(20)}`], 'full', ['esx-1']));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});
