import { describe, expect, it } from '@jest/globals';
import type { GuardFacts } from '../../../../src/domain/safety/index.js';
import { whyNotNow } from '../../../../src/domain/safety/index.js';
import {
  aLedgerRow,
  aStep,
  aTaHost,
  aTrustedHost,
  anAuthority,
  anImage,
  goodFacts,
  NEW,
  NOT_ATTESTED,
  OLD,
} from '../../../support/builders.js';

const host = aTrustedHost('esx-2');
const why = (change: Partial<GuardFacts>, step = aStep(host)) => whyNotNow(step, goodFacts(host, change));
const images = (...versions: string[]) =>
  anAuthority({ images: versions.map((version) => anImage(version)) });
const { measured: _, ...unknownRow } = aLedgerRow(host);

describe('DG-8: a trusted host is taken out only while it can attest afterwards', () => {
  it('all is well', () => {
    expect(why({})).toBeNull();
  });

  it.each<[string, Partial<GuardFacts>, string, string]>([
    [
      'DG-8: no TA host is in service',
      {
        taHosts: [aTaHost('ta-1', { connection: 'disconnected' }), aTaHost('ta-2', { inMaintenance: true })],
      },
      'ta-host-unavailable',
      'DG-8',
    ],
    [
      'DG-8: the attestation service fails',
      { authority: { ...images(OLD, NEW), attestationService: 'ERROR' } },
      'ta-service-unhealthy',
      'DG-7',
    ],
    [
      'DG-14: its health is unknown',
      { authority: { ...images(OLD, NEW), attestationService: 'NONE' } },
      'ta-service-unhealthy',
      'DG-7',
    ],
    ['IMG-1, DG-4: the target is not imported', { authority: images(OLD) }, 'base-image-missing', 'IMG-5'],
    [
      'IMG-5: the target is not on every TA host',
      {
        authority: anAuthority({
          images: [anImage(OLD), anImage(NEW, { health: 'ERROR', details: ['absent on ta-3'] })],
        }),
      },
      'base-image-inconsistent',
      'IMG-5',
    ],
    [
      'INV-2: the installed version is not trusted',
      { authority: images(NEW) },
      'base-image-missing',
      'INV-2',
    ],
    [
      'INV-1: the measured version is not trusted',
      { authority: images(OLD, NEW), ledgerRow: aLedgerRow(host, { measured: '8.0.1-1' }) },
      'host-differs-from-plan',
      'DG-3',
    ],
    [
      'DG-3: the measured version is no longer known',
      { ledgerRow: unknownRow },
      'host-differs-from-plan',
      'DG-3',
    ],
    [
      'ORD-8: another host of the cluster is in progress',
      { inProgress: ['host-esx-9'] },
      'another-host-in-progress',
      'ORD-8',
    ],
    [
      'ORD-8: nobody can take its VMs',
      { clusterHosts: [host, aTrustedHost('esx-9', { inMaintenance: true })] },
      'evacuation',
      'ORD-8',
    ],
    ['unknown: the cluster is unread', { clusterHosts: null }, 'host-unreadable', 'ORD-8'],
    ['unknown: the TA hosts are unread', { taHosts: null }, 'vcenter-away', 'INV-4'],
    ['unknown: the authority is unread', { authority: null }, 'vcenter-away', 'DG-7'],
    ['unknown: the host is unread', { host: null }, 'host-unreadable', 'DG-8'],
    [
      'DG-12: somebody put it into maintenance',
      { host: { ...host, inMaintenance: true } },
      'host-in-maintenance',
      'DG-12',
    ],
  ])('%s', (_, change, kind, rule) => {
    expect(why(change)).toMatchObject({ kind, rule });
  });

  it('one TA host is enough, with the service on WARNING because the others are away', () => {
    const taHosts = [aTaHost('ta-1'), aTaHost('ta-2', { connection: 'disconnected' })];
    expect(why({ taHosts, authority: { ...images(OLD, NEW), attestationService: 'WARNING' } })).toBeNull();
  });

  it('ORD-8: names the hosts that cannot take its VMs, not all of a large cluster', () => {
    const out = (name: string) => aTrustedHost(name, { inMaintenance: true });
    expect(why({ clusterHosts: [host, out('esx-9')] })?.have).toMatch(
      /in service \(esx-9 is in maintenance\)$/,
    );
    const many = ['esx-5', 'esx-6', 'esx-7', 'esx-8', 'esx-9'].map(out);
    expect(why({ clusterHosts: [host, ...many] })?.have).toMatch(/; esx-8 is in maintenance; …\)$/);
  });

  it('IMG-5: names the lagging TA host', () => {
    const lagging = anAuthority({
      images: [anImage(OLD), anImage(NEW, { health: 'ERROR', details: ['absent on ta-3'] })],
    });
    expect(why({ authority: lagging })?.have).toContain('absent on ta-3');
  });
});

describe('IMG-2: the first host of a supplied file', () => {
  const imageFile = { version: NEW, hash: 'f'.repeat(64), bytes: 9, from: 'olga' };
  const first = aStep(host, { isTestHost: true, order: 1, imageFile });
  it('IMG-5: waits until the file is imported: nothing is exported from it', () => {
    expect(why({ authority: images(OLD) }, first)).toMatchObject({
      kind: 'base-image-missing',
      rule: 'IMG-5',
    });
    expect(why({ authority: images(OLD, NEW) }, first)).toBeNull();
  });
});

describe('IMG-2: the test host', () => {
  const test = aStep(host, { isTestHost: true, order: 1 });
  it('does not need the target to be trusted: the image comes from it', () => {
    expect(why({ authority: images(OLD) }, test)).toBeNull();
  });
  it('needs everything else', () => {
    expect(why({ authority: images(NEW) }, test)).toMatchObject({ rule: 'INV-2' });
    expect(why({ inProgress: ['host-esx-9'] }, test)).toMatchObject({ rule: 'ORD-8' });
  });
});

describe('INV-1: the version it attests with stays trusted', () => {
  const { measured: _, ...expects } = aStep(host).expects;
  const step = aStep(host, { expects });
  it('a known one must be listed', () => {
    expect(why({ ledgerRow: aLedgerRow(host, { measured: '8.0.1-1' }) }, step)).toMatchObject({
      kind: 'base-image-missing',
      rule: 'INV-1',
    });
  });
  it('DG-14: an unknown one is proven by a present attestation only', () => {
    expect(why({ ledgerRow: unknownRow }, step)).toBeNull();
    expect(why({ ledgerRow: unknownRow, host: { ...host, attestation: NOT_ATTESTED } }, step)).toMatchObject({
      kind: 'trusted-host-unattested',
    });
  });
});

describe('a host this run already began with', () => {
  it('may be in maintenance, and may run the target', () => {
    expect(why({ ours: true, host: { ...host, inMaintenance: true } })).toBeNull();
    expect(why({ ours: true, host: { ...host, inMaintenance: true, installed: NEW } })).toBeNull();
  });
  it('may still not run anything else', () => {
    expect(why({ ours: true, host: { ...host, installed: '8.0.1-1' } })).toMatchObject({
      kind: 'host-differs-from-plan',
    });
  });
});
