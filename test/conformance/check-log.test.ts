import { describe, expect, it } from '@jest/globals';
import { checkLog, type Exchange } from './check-log.js';
import { readFacts } from './facts.js';
import { windowAt } from './releases.js';
import { createValues } from './values.js';

const facts = readFacts();
const asked: Exchange = { seq: 1, vcenter: 'vc', method: 'GET', path: '/api/vcenter/cluster', status: 200 };
const verdictOf = (...log: Partial<Exchange>[]) =>
  checkLog(
    facts,
    log.map((exchange, i) => ({ ...asked, seq: i + 1, ...exchange })),
  );

describe('what cannot be checked is counted, and is no violation', () => {
  it.each`
    what                        | exchange                                                           | count
    ${'a cut connection'}       | ${{ status: 0, responseBody: null }}                               | ${{ unanswered: 1 }}
    ${'an answer too long'}     | ${{ responseBody: '[{"cluster":"domain-c8"… (40000 characters)' }} | ${{ uncheckedBodies: 1 }}
    ${'a proxy before the API'} | ${{ status: 503, responseBody: '<html>503</html>' }}               | ${{ uncheckedBodies: 1 }}
    ${'a fault of the lab'}     | ${{ status: 500, responseBody: null, offContract: true }}          | ${{ uncheckedBodies: 1 }}
    ${'no API at all'}          | ${{ status: 404, responseBody: null }}                             | ${{ uncheckedBodies: 1 }}
    ${'SOAP'}                   | ${{ method: 'POST', path: '/sdk', responseBody: '<x/>' }}          | ${{ others: 1, exchanges: 0 }}
    ${'an image database'}      | ${{ path: '/boot_imgdb.tgz', responseBody: '…' }}                  | ${{ others: 1, exchanges: 0 }}
  `('$what', ({ exchange, count }) => {
    expect(verdictOf(exchange as Exchange)).toMatchObject({ violations: [], ...(count as object) });
  });

  it('the request of a cut connection is checked all the same', () => {
    const { violations, seen } = verdictOf({ status: 0, path: '/api/vcenter/cluster?name=x' });
    expect(violations).toMatchObject([{ rule: 'unknown-parameter' }]);
    expect(seen.size).toBe(0);
  });

  it('a 404 without an error is one where the API has answered before', () => {
    const { violations } = verdictOf({ responseBody: [] }, { status: 404, responseBody: null });
    expect(violations).toMatchObject([{ rule: 'wrong-type', at: 'response.body' }]);
  });

  it('a refusal is not the operation having been seen', () => {
    const messages: unknown[] = [];
    const refused = { status: 503, responseBody: { error_type: 'SERVICE_UNAVAILABLE', messages } };
    expect(verdictOf(refused).seen.size).toBe(0);
    expect([...verdictOf({ responseBody: [] }).seen]).toEqual([['GET /vcenter/cluster', 1]]);
  });
});

describe('a task that began before the log is judged by what it says of itself', () => {
  const info = {
    description: { id: 'x', default_message: 'x', args: [] },
    service: 'com.vmware.esx.settings.clusters.software',
    operation: 'stage',
    status: 'PENDING',
    cancelable: true,
  };
  it.each`
    operation           | violations
    ${'stage'}          | ${[]}
    ${'stage$task'}     | ${[]}
    ${'never-was$task'} | ${[{ rule: 'task', at: 'response.body/operation' }]}
  `('$operation', ({ operation, violations }) => {
    const verdict = verdictOf({ path: '/api/cis/tasks/a%3Ab', responseBody: { ...info, operation } });
    expect(verdict.violations).toMatchObject(violations as object[]);
  });

  it('a task of vim25 is none of the operations of the facts', () => {
    const responseBody = { ...info, service: 'vim.HostSystem', operation: 'enterMaintenanceMode' };
    expect(verdictOf({ path: '/api/cis/tasks/a%3Ab', responseBody }).violations).toEqual([]);
  });
});

describe('releases', () => {
  const answered = (index: number, version: string) => ({ index, version, isOrder: false });
  const sightings = [answered(10, '8.0.2.00000'), { index: 20, version: '8.0.3.00000', isOrder: true }];

  it.each`
    situation                                  | seen                                           | index | oldest           | newest
    ${'nobody asked'}                          | ${[]}                                          | ${5}  | ${'7.0.2'}       | ${'8.0.3'}
    ${'asked later'}                           | ${sightings}                                   | ${5}  | ${'8.0.2.00000'} | ${'8.0.2.00000'}
    ${'asked before'}                          | ${sightings}                                   | ${15} | ${'8.0.2.00000'} | ${'8.0.2.00000'}
    ${'an installation was ordered'}           | ${sightings}                                   | ${25} | ${'8.0.2.00000'} | ${'8.0.3.00000'}
    ${'between two answers, it may be either'} | ${[...sightings, answered(30, '8.0.3.00000')]} | ${15} | ${'8.0.2.00000'} | ${'8.0.3.00000'}
    ${'after the second answer'}               | ${[...sightings, answered(30, '8.0.3.00000')]} | ${31} | ${'8.0.3.00000'} | ${'8.0.3.00000'}
  `('$situation', ({ seen, index, oldest, newest }) => {
    expect(windowAt(seen as [], index as number)).toEqual({ oldest, newest });
  });

  const LocalizableMessage = { id: 'x', default_message: 'x', args: [] };
  const component = {
    name: 'x',
    version: '1',
    description: LocalizableMessage,
    priority: 'HIGH',
    severity: 'LOW',
    update_type: 'FIX',
    release_date: '2024-06-25T00:00:00Z',
    reboot_required: true,
    size: 1,
  };
  it.each`
    release    | more                                                | rules
    ${'7.0.3'} | ${{}}                                               | ${[]}
    ${'7.0.3'} | ${{ component: 'vc', affected_services: ['vpxd'] }} | ${['later-release', 'later-release']}
    ${'8.0.2'} | ${{}}                                               | ${['missing-field', 'missing-field']}
    ${'8.0.2'} | ${{ component: 'vc', affected_services: ['vpxd'] }} | ${[]}
  `('fields of 8.0 on a vCenter $release with $more', ({ release, more, rules }) => {
    const window = { oldest: release as string, newest: release as string };
    const type = 'com.vmware.appliance.update.pending.upgradeable_component';
    const value = { ...component, ...(more as object) };
    expect(
      createValues(facts)
        .check(type, value, 'body', window)
        .map(({ rule }) => rule),
    ).toEqual(rules);
  });
});
