import { describe, expect, it } from '@jest/globals';
import { createWireLog } from '../../../../src/lab/control/wire-log.js';

const exchange = (more = {}) => ({
  wallTime: '2026-01-01T00:00:00.000Z',
  vcenter: 'wl-vc',
  login: 'svc@vsphere.local',
  method: 'POST',
  path: '/api/session',
  status: 200,
  ...more,
});

describe('the wire log', () => {
  it.each`
    place                     | more
    ${'a JSON field'}         | ${{ requestBody: '{"backup_password":"hunter-22","x":1}' }}
    ${'a parsed body'}        | ${{ requestBody: { user: { password: 'hunter-22' } } }}
    ${'a SOAP element'}       | ${{ requestBody: '<Login><userName>a</userName><password>hunter-22</password></Login>' }}
    ${'a known session ID'}   | ${{ responseBody: '"known-session-id"' }}
    ${'a known ID in a path'} | ${{ path: '/api/x?session=known-session-id' }}
  `('never gives back a secret: $place', ({ more }) => {
    const wire = createWireLog();
    wire.hide('known-session-id');
    wire.append(exchange(more));
    const text = JSON.stringify([...wire.read()]);
    expect(text).not.toMatch(/hunter-22|known-session-id/);
    expect(text).toContain('***');
  });

  it('keeps the newest, cuts long bodies and reads on from a number', () => {
    const wire = createWireLog();
    wire.append(exchange({ requestBody: 'x'.repeat(100_000) }));
    wire.append(exchange({ path: '/second' }));
    const [first] = [...wire.read()];
    expect(String(first?.requestBody).length).toBeLessThan(40_000);
    expect([...wire.read(1)].map(({ seq, path }) => [seq, path])).toEqual([[2, '/second']]);
    for (let index = 0; index < 70_000; index += 1) wire.append(exchange());
    expect([...wire.read()]).toHaveLength(60_000);
  });
});
