import { expect, it } from '@jest/globals';
import { actByHand } from '../../../../src/lab/control/people.js';
import { refereeSays, refereeSaysOf } from '../../../../src/lab/control/referee.js';
import type { RefereeReport } from '../../../../src/lab/referee/index.js';
import { LabBench } from '../../../support/lab-world.js';

const AT = '2025-01-01T00:00:00.000Z';
const LATER = '2025-01-01T01:00:00.000Z';

it.each([
  [[], '(body)'],
  [{ hostsPerCluster: 0 }, 'hostsPerCluster'],
  [{ hostsPerCluster: 1.5 }, 'hostsPerCluster'],
  [{ perCluster: { Prod: 0 } }, 'perCluster.Prod'],
  [{ perCluster: { Nowhere: 2 } }, 'perCluster.Nowhere'],
  [{ setAside: [{ host: 'esx-1' }] }, 'setAside.0.from'],
  [{ setAside: [{ host: 'esx-1', from: 'yesterday' }] }, 'setAside.0.from'],
  [{ setAside: [{ host: 'esx-1', from: LATER, to: AT }] }, 'setAside.0.to'],
  [{ setAside: [{ host: 'esx-99', from: AT }] }, 'setAside.0.host'],
  [{ failureBudget: { perCluster: -1 } }, 'failureBudget.perCluster'],
  [{ knownLeft: ['esx-99'] }, 'knownLeft.0'],
  [{ hostPerCluster: 2 }, '(body)'],
])('refuses %j and names the field', (body, field) => {
  const answer = refereeSays(new LabBench().world, body);
  expect(answer).toMatchObject({ status: 400, json: { mistakes: [{ field }] } });
});

it('names several mistakes at once', () => {
  const body = { perCluster: { Nowhere: 2 }, setAside: [{ host: 'esx-99', from: AT }] };
  expect(refereeSays(new LabBench().world, body)).toMatchObject({
    json: { mistakes: [{ problem: 'there is no such cluster' }, { problem: 'there is no esx-99' }] },
  });
});

/** Two hosts of one cluster on their way into maintenance mode. */
function twoAtOnce(): LabBench {
  const lab = new LabBench();
  for (const name of ['esx-1', 'esx-2']) lab.world.enterMaintenance(lab.host(name), lab.session(), 0);
  return lab;
}

const rulesIn = (answer: ReturnType<typeof refereeSays>): string[] =>
  'json' in answer ? (answer.json as RefereeReport).violations.map(({ rule }) => rule) : [];

it('judges by what it is told', () => {
  const { world } = twoAtOnce();
  const from = new Date(0).toISOString();
  expect(rulesIn(refereeSays(world, {}))).toContain('ORD-8');
  for (const body of [
    { hostsPerCluster: 2 },
    { perCluster: { Prod: 2 } },
    { perCluster: { 'wl-vc/Prod': 2 } },
    { setAside: [{ host: 'esx-1', from }] },
  ])
    expect(rulesIn(refereeSays(world, body))).not.toContain('ORD-8');
});

it('takes the concurrency from the query too', () => {
  const { world } = twoAtOnce();
  const asked = (query: string) => refereeSaysOf(world, { query: new URLSearchParams(query) });
  expect(rulesIn(asked(''))).toContain('ORD-8');
  expect(rulesIn(asked('hostsPerCluster=2'))).not.toContain('ORD-8');
  expect(asked('hostsPerCluster=many')).toMatchObject({ status: 400 });
});

it('judges nobody for what administrators do by hand', async () => {
  const lab = new LabBench();
  for (const host of ['ta-1', 'ta-2']) actByHand(lab.world, { do: 'enter-maintenance', host });
  lab.minutes(60);
  expect(lab.effects('ta-2')).toContain('host.maintenance.entered');
  expect(rulesIn(refereeSays(lab.world, {}))).toEqual([]);
  lab.world.enterMaintenance(lab.host('ta-3'), lab.session('ta-vc'), 0);
  expect(rulesIn(refereeSays(lab.world, {}))).toEqual(expect.arrayContaining(['INV-4', 'ORD-7']));
});
