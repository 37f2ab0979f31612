import { describe, expect, it } from '@jest/globals';
import {
  isNamed,
  serviceProcedure,
  serviceVersions,
  vtaServices,
  whyNotHealthyAfter,
  whyNotTakeOut,
  type AuthorityHealth,
  type HostWithServices,
} from '../../../../src/domain/services/index.js';
import { buildPlan } from '../../../../src/domain/planning/index.js';
import {
  anEstate,
  anInventory,
  aRequest,
  aTaHost,
  aTrustedHost,
  NEW,
  OLD,
} from '../../../support/builders.js';

const service = (key: string, running = true) => ({ key, label: key, running });
const ta = (name: string, change: Partial<HostWithServices> = {}): HostWithServices => {
  const { ref, connection, inMaintenance } = aTaHost(name);
  return {
    ref,
    connection,
    ...(inMaintenance === undefined ? {} : { inMaintenance }),
    services: [service('attestd'), service('kmxd')],
    ...change,
  };
};
const fine = { health: 'OK', details: [] } as const;
const OK: AuthorityHealth = { attestation: fine, keyProvider: fine };
const health = (state: 'NONE' | 'WARNING' | 'ERROR', ...details: string[]): AuthorityHealth => ({
  attestation: { health: state, details },
  keyProvider: fine,
});
const silent = (name: string) => `Service attestd of host ${name} does not answer.`;

describe('SVC-2: the services of the last healthy TA host stay', () => {
  const [one, two] = [ta('ta-1'), ta('ta-2')];
  it.each<[string, readonly HostWithServices[] | null, AuthorityHealth | null, boolean]>([
    ['the other serves', [one, two], OK, true],
    ['there is no other', [one], OK, false],
    ['the other is away', [one, ta('ta-2', { connection: 'notResponding' })], OK, false],
    ['the other is in maintenance', [one, ta('ta-2', { inMaintenance: true })], OK, false],
    [
      'a service of the other is stopped',
      [one, ta('ta-2', { services: [service('attestd'), service('kmxd', false)] })],
      OK,
      false,
    ],
    ['the other does not answer', [one, two], health('WARNING', silent('ta-2')), false],
    ['a third serves', [one, ta('ta-2', { connection: 'disconnected' }), ta('ta-3')], OK, true],
    ['DG-14: health unread', [one, two], null, false],
    ['DG-14: hosts unread', null, OK, false],
    ['DG-14: health NONE', [one, two], health('NONE'), false],
    ['DG-14: a warning that names nobody', [one, two], health('WARNING'), false],
    ['DG-14: health ERROR, whatever it names', [one, two], health('ERROR', silent('ta-9')), false],
  ])('%s', (_, hosts, state, mayBegin) => {
    const why = whyNotTakeOut('stop', one.ref, hosts, state);
    expect(why === null).toBe(mayBegin);
    if (hosts && state && why)
      expect(why).toMatchObject({ rule: 'INV-4', have: expect.stringMatching(/^last healthy TA host/) });
  });

  it('a host that serves nobody may be restarted, and not be stopped', () => {
    const bad = health('ERROR', silent('ta-1'), silent('ta-2'));
    expect(whyNotTakeOut('restart', one.ref, [one, two], bad)).toBeNull();
    expect(whyNotTakeOut('stop', one.ref, [one, two], bad)).toMatchObject({ rule: 'INV-4' });
  });
});

describe('SVC-3: between two TA hosts health is OK again', () => {
  it.each<[string, AuthorityHealth | null, boolean]>([
    ['OK', OK, true],
    ['the restarted host does not answer', health('WARNING', silent('ta-1')), false],
    ['one that is still to be restarted does not answer', health('WARNING', silent('ta-2')), true],
    ['both', health('ERROR', silent('ta-1'), silent('ta-2')), false],
    ['one that is nobody of these', health('WARNING', silent('ta-7')), false],
    ['not told', health('NONE'), false],
    ['unread', null, false],
  ])('%s', (_, state, mayGoOn) => {
    expect(whyNotHealthyAfter(['ta-1'], ['ta-2', 'ta-3'], state) === null).toBe(mayGoOn);
  });
});

it.each([
  ['ta-1', 'host ta-1 does not answer', true],
  ['ta-1', 'host ta-10 does not answer', false],
  ['ta-1', 'host ta-1.example.com.', false],
  ['ta-1.example.com', 'Missing on TA-1.EXAMPLE.COM.', true],
  ['1', 'ta-1', false],
])('%s is named in "%s": %s', (name, text, isIn) => {
  expect(isNamed(name, text)).toBe(isIn);
});

describe('SVC-2: services are matched with what the host lists', () => {
  it('in the order in which they are restarted, whatever else it lists', () => {
    const listed = ['TSM-SSH', 'kmxd', 'apiforwarder', 'attestd'].map((key) => service(key));
    expect(vtaServices('authority', listed).map(({ key }) => key)).toEqual([
      'attestd',
      'kmxd',
      'apiforwarder',
    ]);
    expect(vtaServices('trusted', [service('ntpd')])).toEqual([]);
  });
});

describe('SVC-5: what people do by hand is written down', () => {
  it('SVC-4: on a trusted host on the host itself, with the names of the services', () => {
    const task = serviceProcedure('trusted', aTrustedHost('esx-1').ref, 'restart');
    expect(task.services).toContain('kmxa');
    expect(task.steps[0]).toMatch(/Log in to esx-1 itself.*vCenter cannot do this/);
    expect(task.steps.join(' ')).toContain('kmxa');
  });

  it('on a TA host in the vSphere Client', () => {
    const task = serviceProcedure('authority', aTaHost('ta-1').ref, 'stop', ['kmxd']);
    expect(task.steps[0]).toMatch(/ta-1, then Configure, System, Services/);
    expect(task.steps[1]).toMatch(/^Stop kmxd/);
  });
});

describe('SVC-1: services travel with the ESXi image', () => {
  it('after an upgrade the services of a TA host are those of its new version', () => {
    const host = { host: aTaHost('ta-1').ref, cluster: 'TA', phase: 'done', installedBefore: OLD } as const;
    const trusted = { ...host, host: aTrustedHost('esx-1').ref };
    expect(serviceVersions([{ ...host, installedAfter: NEW }, trusted], ['vc-trusted'])).toEqual([
      { host: 'ta-1', version: NEW },
    ]);
    expect(serviceVersions([host], [])).toEqual([{ host: 'ta-1', version: OLD }]);
  });

  it('a plan has no step for a service', () => {
    const plan = buildPlan({
      estate: anEstate(),
      estateHash: 'x',
      inventory: anInventory(),
      request: aRequest(),
    });
    expect(plan.tiers.length).toBeGreaterThan(0);
    expect(JSON.stringify(plan.tiers)).not.toMatch(/attestd|kmxd|kmxa|"service/i);
  });
});
