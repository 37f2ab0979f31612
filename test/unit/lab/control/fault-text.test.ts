import { describe, expect, it } from '@jest/globals';
import { faultFromText } from '../../../../src/lab/control/fault-text.js';
import { readFault } from '../../../../src/lab/control/fault-body.js';
import { LabBench } from '../../../support/lab-world.js';

describe('a fault on a command line', () => {
  it.each([
    ['outage', { kind: 'outage' }],
    ['hang-at-boot:target=esx-1,seconds=600', { kind: 'hang-at-boot', target: 'esx-1', seconds: 600 }],
    [
      'http-503:operation=POST /api/esx/*?action=apply,rate=0.25,count=0',
      { kind: 'http-503', operation: 'POST /api/esx/*?action=apply', rate: 0.25, count: 0 },
    ],
    ['attests-on-some:target=esx-1,hosts=ta-1+ta-3', { target: 'esx-1', hosts: ['ta-1', 'ta-3'] }],
  ])('%s', (text, body) => {
    const { world } = new LabBench();
    expect(faultFromText(text)).toMatchObject(body);
    expect(readFault(world, faultFromText(text))).toMatchObject({ spec: body });
  });

  it.each([
    ['outage:seconds=soon', 'seconds'],
    ['no-such-kind', 'kind'],
    ['outage:when=now', '(body)'],
  ])('%s is refused where it is read: %s', (text, field) => {
    const { world } = new LabBench();
    expect(readFault(world, faultFromText(text))).toMatchObject({ mistakes: [{ field }] });
  });
});
