import { describe, expect, it } from '@jest/globals';
import type { GuardFacts } from '../../../../src/domain/safety/index.js';
import { whyNotNow } from '../../../../src/domain/safety/index.js';
import {
  aStep,
  aTaHost,
  aTrustedHost,
  anAuthority,
  anImage,
  goodFacts,
  NEW,
  OLD,
} from '../../../support/builders.js';

const host = aTaHost('ta-1');
const others = (change: Parameters<typeof aTaHost>[1]) => [host, aTaHost('ta-2', change), aTaHost('ta-3')];
const why = (change: Partial<GuardFacts>) => whyNotNow(aStep(host), goodFacts(host, change));

describe('DG-7: a TA host is taken out only while all the others serve', () => {
  it('all is well', () => {
    expect(why({})).toBeNull();
  });

  it.each<[string, Partial<GuardFacts>, string, string]>([
    [
      'DG-7: another one is disconnected',
      { taHosts: others({ connection: 'notResponding' }) },
      'ta-host-unavailable',
      'DG-7',
    ],
    [
      'DG-7: another one is in maintenance',
      { taHosts: others({ inMaintenance: true }) },
      'ta-host-unavailable',
      'DG-7',
    ],
    [
      'DG-14: maintenance of another one is unread',
      { taHosts: [host, { ref: aTaHost('ta-2').ref, connection: 'connected' }] },
      'ta-host-unavailable',
      'DG-7',
    ],
    ['INV-4: there is no other one', { taHosts: [host] }, 'ta-host-unavailable', 'INV-4'],
    [
      'ORD-7: another one is in progress',
      { inProgress: ['host-ta-2'], taHosts: others({ inMaintenance: true }) },
      'another-host-in-progress',
      'ORD-7',
    ],
    [
      'DG-7: the attestation service warns',
      { authority: anAuthority({ attestationService: 'WARNING' }) },
      'ta-service-unhealthy',
      'DG-7',
    ],
    [
      'DG-14: the key provider service is NONE',
      { authority: anAuthority({ keyProviderService: 'NONE' }) },
      'ta-service-unhealthy',
      'DG-7',
    ],
    [
      'ORD-2: the cluster is switched off',
      { authority: anAuthority({ state: 'DISABLE' }) },
      'ta-service-unhealthy',
      'ORD-2',
    ],
    [
      'INV-5: an image is not on every host',
      { authority: anAuthority({ images: [anImage(OLD, { health: 'ERROR' })] }) },
      'base-image-inconsistent',
      'INV-5',
    ],
    [
      'DG-14: health of an image is NONE',
      { authority: anAuthority({ images: [anImage(OLD, { health: 'NONE' })] }) },
      'base-image-inconsistent',
      'INV-5',
    ],
    [
      'INV-5: a principal differs',
      { authority: anAuthority({ principals: [{ id: 'p', issuer: 'i', health: 'ERROR' }] }) },
      'ta-service-unhealthy',
      'INV-5',
    ],
    [
      'DG-7: a trusted host is not attested',
      { unattested: [aTrustedHost('esx-7').ref] },
      'trusted-host-unattested',
      'DG-7',
    ],
    ['unknown: the authority is unread', { authority: null }, 'vcenter-away', 'DG-7'],
    ['unknown: the TA hosts are unread', { taHosts: null }, 'vcenter-away', 'INV-4'],
    ['unknown: attestation is unread', { unattested: null }, 'vcenter-away', 'DG-7'],
    ['unknown: the host itself is unread', { host: null }, 'host-unreadable', 'DG-8'],
    [
      'the host is away',
      { host: aTaHost('ta-1', { connection: 'disconnected' }) },
      'host-not-connected',
      'DG-7',
    ],
    [
      'it runs another version than planned',
      { host: aTaHost('ta-1', { installed: '8.0.1-21495797' }) },
      'host-differs-from-plan',
      'DG-2',
    ],
    [
      'it runs the target, and not by us',
      { host: aTaHost('ta-1', { installed: NEW }) },
      'host-differs-from-plan',
      'DG-2',
    ],
    [
      'DG-12: somebody put it into maintenance',
      { host: aTaHost('ta-1', { inMaintenance: true }) },
      'host-in-maintenance',
      'DG-12',
    ],
    [
      'DG-12: somebody works on the cluster',
      { foreignTask: 'remediation by another client' },
      'foreign-activity',
      'DG-12',
    ],
  ])('%s', (_, change, kind, rule) => {
    expect(why(change)).toMatchObject({
      kind,
      rule,
      have: expect.stringMatching(/\S/),
      need: expect.stringMatching(/\S/),
    });
  });

  it('DG-7: a host accepted by name does not hold the roll up; the others still do', () => {
    const unattested = [aTrustedHost('esx-7').ref, aTrustedHost('esx-8').ref];
    expect(why({ unattested, acceptedUnattested: ['esx-7', 'esx-8'] })).toBeNull();
    expect(why({ unattested, acceptedUnattested: ['esx-7'] })).toMatchObject({ subject: 'esx-8' });
  });

  it('says how many of how many, and who', () => {
    expect(why({ taHosts: others({ connection: 'notResponding' }) })).toMatchObject({
      subject: 'ta-2',
      have: '1 of 2 TA hosts in service (ta-2 is notResponding)',
      need: '2 of 2',
    });
  });

  it('what this run began with itself is no difference', () => {
    expect(why({ ours: true, host: aTaHost('ta-1', { inMaintenance: true }) })).toBeNull();
    expect(why({ ours: true, host: aTaHost('ta-1', { inMaintenance: true, installed: NEW }) })).toBeNull();
  });
});
