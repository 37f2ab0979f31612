import { describe, expect, it } from '@jest/globals';
import { askedOf } from '../../../../src/composition/demo/lab-people.js';
import { steps } from '../../../../src/workflows/host/steps.js';
import { aStep, aTaHost, NEW } from '../../../support/builders.js';

const asked = (...what: string[]) =>
  askedOf({ youMay: what.map((text) => ({ who: 'somebody', what: text })) });

describe('people of the lab do what a run asks in its own words', () => {
  it('ORD-3: upgrade a Trust Authority host by hand', () => {
    const { waiting } = steps.upgradeByHand('ta-1', aStep(aTaHost('ta-1')));
    expect(askedOf(waiting)).toEqual({ do: 'upgrade-host', host: 'ta-1', version: NEW });
  });

  it('IMG-3: import a base image by hand', () => {
    expect(
      asked('remove the cause', 'or import it by hand: Export-VMHostImageDb from esx-1, then New-…'),
    ).toEqual({ do: 'import-image', host: 'esx-1' });
  });

  it('ORD-2: upgrade a vCenter to another release line', () => {
    expect(
      asked('upgrade ta-vc to exactly 8.0.3.00000 with the installer (or reduced downtime upgrade); …'),
    ).toEqual({ do: 'upgrade-vcenter', vcenter: 'ta-vc', version: '8.0.3.00000', way: 'installer' });
  });

  it('nothing else', () => {
    expect(asked('vta run abort', 'reconnect the host')).toBeUndefined();
  });
});
