import { expect, it } from '@jest/globals';
import { planLines } from '../../../../src/cli/render/plan.js';
import { styleFor } from '../../../../src/cli/render/style.js';
import { UpgradePlan } from '../../../../src/contract/index.js';
import { buildPlan } from '../../../../src/domain/planning/index.js';
import { anEstate, anInventory, aRequest, aVCenter } from '../../../support/builders.js';

it('a plan says which vCenter people upgrade, and which one updates itself', () => {
  const inventory = anInventory();
  const current = { version: '7.0.3.01700', build: '22357613' };
  const plan = buildPlan({
    estate: anEstate(),
    estateHash: 'e',
    request: aRequest(),
    inventory: {
      ...inventory,
      authority: { ...inventory.authority, vcenter: aVCenter('vc-authority', { current }) },
    },
  });
  const style = styleFor({ env: {}, isTTY: false } as never);
  const lines = planLines('4f2a', UpgradePlan.parse(plan), style);
  expect(lines).toContain('  vc-authority  7.0.3.01700 -> 8.0.3.00400  by an operator: the run waits for it');
  expect(lines).toContain('  vc-trusted  8.0.2.00100 -> 8.0.3.00400');
});
