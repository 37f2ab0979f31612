import { describe, expect, it } from '@jest/globals';
import type { EsxHost } from '../../../../src/domain/model/inventory.js';
import { planOperation } from '../../../../src/domain/operations/index.js';
import {
  anEstate,
  anInventory,
  aTrustedHost,
  aWorkloadCluster,
  NEW,
  OLD,
} from '../../../support/builders.js';

const image = { version: OLD, hash: 'h', bytes: 1, sourceHost: 'x', exportedAt: 'x', quickBooted: false };
const quick: Partial<EsxHost> = { boot: { type: 'quick', source: 'event' } };
const plan = (
  hosts: readonly EsxHost[],
  parameters: { version: string; host?: string },
  archived = [image],
) =>
  planOperation(
    {
      now: 'x',
      estate: anEstate(),
      inventory: anInventory({ clusters: [aWorkloadCluster(hosts)] }),
      archivedImages: archived,
      extras: {},
    },
    { estate: 'sample', kind: 'archive-base-image', reason: 'r', parameters },
    'e',
  );
const severities = ({ findings }: ReturnType<typeof plan>) =>
  findings.map(({ severity, subject }) => `${severity} ${subject}`);

describe('DG-11: the file of a base image', () => {
  it('FIX-1: comes from a connected host that runs the version, one that has booted fully first', () => {
    const hosts = [
      aTrustedHost('a', quick),
      aTrustedHost('b', { connection: 'disconnected' }),
      aTrustedHost('c'),
      aTrustedHost('d', { installed: NEW }),
    ];
    const { details, steps, findings } = plan(hosts, { version: '8.0.2-0.0.22380479' }, []);
    expect(details).toMatchObject({ version: OLD, source: { name: 'c' } });
    expect([steps.map(({ id }) => id), findings]).toEqual([['export'], []]);
  });

  it('QB-7: a host that was quick-booted gives it with a warning', () => {
    const made = plan([aTrustedHost('a', quick)], { version: OLD }, []);
    expect([made.details, severities(made)]).toEqual([
      expect.objectContaining({ source: expect.objectContaining({ name: 'a' }) }),
      ['warning a'],
    ]);
  });

  it('is left alone when the archive holds it', () => {
    const made = plan([aTrustedHost('a')], { version: OLD });
    expect([made.steps, severities(made)]).toEqual([[], [`info ${OLD}`]]);
  });

  it.each<[string, { version: string; host?: string }]>([
    ['a version that no host runs', { version: NEW }],
    ['what is no version', { version: 'newest' }],
    ['a host that does not run it', { version: OLD, host: 'z' }],
  ])('%s is refused', (_, parameters) => {
    const made = plan([aTrustedHost('a')], parameters, []);
    expect([made.steps, severities(made)]).toEqual([[], [`blocker ${parameters.version}`]]);
  });
});
