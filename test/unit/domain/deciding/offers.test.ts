import { describe, expect, it } from '@jest/globals';
import type { Zone } from '../../../../src/domain/model/estate.js';
import {
  clusterOffers,
  failureClass,
  hostOffers,
  isStanding,
  logFilesOf,
  vcenterOffers,
} from '../../../../src/domain/deciding/index.js';

type HostStanding = Parameters<typeof hostOffers>[0];

const trusted = {
  role: 'trusted',
  isTestHost: false,
  isImageTrusted: true,
  at: 'attestation',
  hasBegun: true,
  takenOver: false,
} as const;
const names = ({ choices }: ReturnType<typeof hostOffers>) => choices.map(({ choice }) => choice);

describe('what may be decided', () => {
  it.each`
    situation                               | standing                                                   | choices
    ${'a trusted host'}                     | ${trusted}                                                 | ${['retry', 'retry-from', 'verify', 'skip', 'take-over', 'abort']}
    ${'REC-0: a TA host'}                   | ${{ ...trusted, role: 'authority' }}                       | ${['retry', 'retry-from', 'verify', 'skip', 'take-over', 'abort']}
    ${'IMG-2: a test host'}                 | ${{ ...trusted, isTestHost: true, isImageTrusted: false }} | ${['retry', 'retry-from', 'verify', 'take-over', 'abort']}
    ${'IMG-5: a test host that is trusted'} | ${{ ...trusted, isTestHost: true }}                        | ${['retry', 'retry-from', 'verify', 'skip', 'take-over', 'abort']}
    ${'a host in a person’s hands'}         | ${{ ...trusted, takenOver: true }}                         | ${['give-back', 'skip', 'abort']}
  `('$situation', ({ standing, choices }) => {
    expect(names(hostOffers(standing as HostStanding))).toEqual(choices);
  });

  it('offers the safe points up to where the host stands, none beyond', () => {
    const from = (at: 'guards' | 'remediation' | 'exit') =>
      hostOffers({ ...trusted, at }).choices.find(({ choice }) => choice === 'retry-from')?.from;
    expect(from('guards')).toEqual(['guards']);
    expect(from('remediation')).toEqual(['guards', 'evacuation', 'remediation']);
    expect(from('exit')).toEqual(['guards', 'evacuation', 'remediation', 'attestation', 'exit']);
  });

  it('DG-9, INV-4: a skip says what it leaves', () => {
    const skip = (standing: Partial<Parameters<typeof hostOffers>[0]>) =>
      hostOffers({ ...trusted, ...standing }).choices.find(({ choice }) => choice === 'skip')?.text;
    expect(skip({})).toContain('in maintenance mode if it is there');
    expect(skip({ hasBegun: false, at: 'guards' })).toContain('untouched');
    expect(skip({ role: 'authority' })).toContain('INV-4');
  });

  const failed = { ...trusted, role: 'authority', at: 'remediation', recovery: 'none' } as const;
  it('REC-0: recovery is offered once its installation has not succeeded, and before nobody', () => {
    const of = (change: Partial<HostStanding>) => hostOffers({ ...failed, ...change });
    for (const at of ['remediation', 'attestation', 'exit'] as const)
      expect(names(of({ at }))).toEqual([
        'retry',
        'retry-from',
        'verify',
        'skip',
        'recover',
        'take-over',
        'abort',
      ]);
    for (const change of [{ at: 'guards' }, { at: 'evacuation' }, { takenOver: true }] as const) {
      expect(names(of(change))).not.toContain('recover');
      expect(of(change).notOffered).toMatchObject([{ choice: 'recover', rule: 'REC-0' }]);
    }
  });

  it('REC-5, INV-4: in the middle of it there is no way but on', () => {
    const { choices, notOffered } = hostOffers({ ...failed, recovery: 'unfinished' });
    expect(choices.map(({ choice }) => choice)).toEqual(['recover', 'abort']);
    expect(notOffered.map(({ choice, rule }) => `${choice} ${rule}`)).toEqual([
      'retry REC-5',
      'verify REC-5',
      'skip INV-4',
      'take-over REC-5',
    ]);
  });

  it('REC-0: a recovered host is not upgraded without a word', () => {
    const { choices, notOffered } = hostOffers({
      ...failed,
      at: 'guards',
      hasBegun: false,
      recovery: 'done',
    });
    expect(choices.map(({ choice }) => choice)).toEqual(['retry', 'skip', 'abort']);
    expect(choices.find(({ choice }) => choice === 'skip')?.text).toContain('former version');
    expect(notOffered).toEqual([]);
  });

  it('REC-0: a run of a release before names it with its reason, and does not offer it', () => {
    const named = (standing: Partial<HostStanding>) =>
      hostOffers({ ...trusted, ...standing }).notOffered.map(({ choice, rule }) => [choice, rule]);
    expect(named({ role: 'authority' })).toEqual([['recover', 'REC-0']]);
    expect(named({ role: 'authority', takenOver: true })).toEqual([['recover', 'REC-0']]);
    expect(named({})).toEqual([]);
  });

  it('a vCenter is never skipped, and what belongs to a cluster is done', () => {
    expect(names(vcenterOffers('authority', 'stage', false))).toEqual([
      'retry',
      'retry-from',
      'verify',
      'take-over',
      'abort',
    ]);
    expect(vcenterOffers('authority', 'stage', false).notOffered[0]?.rule).toBe('ORD-2');
    expect(names(vcenterOffers('trusted', 'stage', true))).toEqual(['give-back', 'abort']);
    expect(names(clusterOffers())).toEqual(['retry', 'verify', 'abort']);
  });
});

describe('ATT-5: log files to read', () => {
  it.each`
    role           | host      | taHosts             | files
    ${'trusted'}   | ${'a-1'}  | ${['ta-1']}         | ${['kmxa.log on a-1', 'attestd.log on ta-1', 'kmxd.log on ta-1']}
    ${'trusted'}   | ${'a-1'}  | ${[]}               | ${['kmxa.log on a-1', 'attestd.log on every host of the Trust Authority Cluster', 'kmxd.log on every host of the Trust Authority Cluster']}
    ${'authority'} | ${'ta-1'} | ${['ta-1', 'ta-2']} | ${['attestd.log on ta-1', 'kmxd.log on ta-1', 'attestd.log on ta-2', 'kmxd.log on ta-2']}
  `('$role host, TA hosts $taHosts', ({ role, host, taHosts, files }) => {
    expect(logFilesOf(role as Zone, host as string, taHosts as string[])).toEqual(files);
  });
});

describe('the class of a failure', () => {
  const of = (problem: string, host: string) => failureClass('remediation', problem, [host, 'Cluster A']);

  it('is the same for two hosts that fail in the same way', () => {
    const one = of("esx-1.lab: VM 'web-17' did not move after 340 s from Cluster A (task-4711)", 'esx-1.lab');
    const two = of("esx-22.lab: VM 'db-3' did not move after 12 s from Cluster A (task-5)", 'esx-22.lab');
    expect(one).toBe(two);
    expect(one).toBe('remediation: vm did not move after s from');
  });

  it('leaves versions out, and tells step and cause apart', () => {
    const text = 'the host is connected on 8.0.2-22380479, not 8.0.3-24022510';
    expect(of(text, 'x')).toBe('remediation: the host is connected on not');
    expect(failureClass('attestation', text)).not.toBe(of(text, 'x'));
    expect(of('no space left', 'x')).not.toBe(of('signature is wrong', 'x'));
    expect(of('4711', 'x')).toBe('remediation: no reason given');
  });
});

it('a reason that passes by itself asks nobody', () => {
  expect(isStanding('host-differs-from-plan')).toBe(true);
  for (const kind of ['vcenter-away', 'foreign-activity', 'ta-host-unavailable'] as const) {
    expect(isStanding(kind)).toBe(false);
  }
});
