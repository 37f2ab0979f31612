import { describe, expect, it } from '@jest/globals';
import {
  contradictions,
  mergeBoots,
  tpmSign,
  weighBoot,
  withSign,
} from '../../../../src/domain/attestation/index.js';
import type { BootSign } from '../../../../src/domain/model/inventory.js';
import { BOOTED_AT } from '../../../support/builders.js';

const quickEvent: BootSign = { source: 'event', type: 'quick', text: 'esx.audit.host.quickboot.reason.user' };
const fullEvent: BootSign = { source: 'event', type: 'full', text: 'esx.audit.host.reboot.reason.user' };
const fullTpm: BootSign = { source: 'tpm', type: 'full', text: 'other measurements' };
const quickTpm: BootSign = { source: 'tpm', type: 'quick', text: 'the same measurements' };
const saidFull: BootSign = { source: 'operator', type: 'full', text: 'seen at the console' };

describe('DG-14: how a host booted, from all sources that say something', () => {
  it.each<[string, readonly BootSign[], string, string]>([
    ['nothing is said', [], 'unknown', 'none'],
    ['one event', [fullEvent], 'full', 'event'],
    ['event and TPM agree', [fullEvent, fullTpm], 'full', 'tpm'],
    ['both say Quick Boot', [quickTpm, quickEvent], 'quick', 'tpm'],
    ['the event says full, the TPM quick', [fullEvent, quickTpm], 'unknown', 'none'],
    ['events of both kinds', [quickEvent, fullEvent], 'unknown', 'none'],
    ['a person against the TPM', [saidFull, quickTpm], 'unknown', 'none'],
  ])('%s', (_, signs, type, source) => {
    expect(weighBoot(BOOTED_AT, signs)).toMatchObject({ type, source, bootTime: BOOTED_AT });
  });

  it('DG-14: a contradiction shows every source', () => {
    expect(weighBoot(BOOTED_AT, [fullEvent, quickTpm]).sources).toEqual([fullEvent, quickTpm]);
  });

  it('a further source confirms, contradicts, or replaces what it said before', () => {
    const event = weighBoot(BOOTED_AT, [fullEvent]);
    expect(withSign(event, undefined)).toBe(event);
    expect(withSign(event, fullTpm)).toMatchObject({ type: 'full', event: fullEvent.text });
    const contradiction = withSign(event, quickTpm);
    expect(contradiction.type).toBe('unknown');
    expect(withSign(contradiction, fullTpm).type).toBe('full');
    expect(withSign({ type: 'unknown', source: 'none' }, quickTpm).type).toBe('quick');
  });
});

describe('QB-5: what the TPM says of a boot', () => {
  const a = { fingerprint: 'a' };
  const b = { fingerprint: 'b' };
  it.each([
    ['other measurements: firmware ran', a, b, true, 'full'],
    ['other measurements, though the version before is unknown', a, b, false, 'full'],
    ['the same ones of another version: it did not', a, a, true, 'quick'],
    ['the same ones of the same version say nothing', a, a, false, undefined],
    ['none before', undefined, b, true, undefined],
    ['none after', a, undefined, true, undefined],
  ])('%s', (_, before, after, isOther, type) => {
    expect(tpmSign(before, after, isOther)?.type).toBe(type);
  });
});

describe('DG-14: what evidence rests on', () => {
  it('names the strongest source, and keeps all of them where there are several', () => {
    const byTime: BootSign = { source: 'boot-time', type: 'full', text: 'another boot time' };
    expect(weighBoot(BOOTED_AT, [byTime, fullEvent, fullTpm, saidFull])).toEqual({
      type: 'full',
      source: 'operator',
      bootTime: BOOTED_AT,
      event: fullEvent.text,
      sources: [byTime, fullEvent, fullTpm, saidFull],
    });
    expect(weighBoot(BOOTED_AT, [byTime, fullEvent]).source).toBe('event');
    expect(weighBoot(undefined, [fullTpm])).toEqual({ type: 'full', source: 'tpm' });
    expect(weighBoot(undefined, [])).toEqual({ type: 'unknown', source: 'none' });
  });

  it.each([
    ['event', 'events of vCenter'],
    ['boot-time', 'another version without another boot time'],
    ['tpm', 'measurements in the TPM'],
    ['operator', 'confirmed by a person'],
  ] as const)('what %s alone has said is told beside what contradicts it', (source, text) => {
    const other: BootSign = source === 'tpm' ? fullEvent : fullTpm;
    const both = withSign({ type: 'quick', source, bootTime: BOOTED_AT }, other);
    expect(both.sources).toEqual([{ source, type: 'quick', text }, other]);
  });

  it('contradictions are listed by source; agreement is none', () => {
    expect(contradictions(weighBoot(BOOTED_AT, [fullEvent, quickTpm]))).toEqual([
      'event says full boot: esx.audit.host.reboot.reason.user',
      'tpm says quick boot: the same measurements',
    ]);
    expect(contradictions(weighBoot(BOOTED_AT, [fullEvent, fullTpm]))).toEqual([]);
    expect(contradictions({ type: 'unknown', source: 'none' })).toEqual([]);
  });

  it('DG-3: two readings of one boot are put together, the later one of each source', () => {
    const earlier = weighBoot(BOOTED_AT, [quickEvent, fullTpm]);
    expect(mergeBoots(earlier, weighBoot(BOOTED_AT, [fullEvent]))).toEqual({
      type: 'full',
      source: 'tpm',
      bootTime: BOOTED_AT,
      event: fullEvent.text,
      sources: [fullTpm, fullEvent],
    });
    const another = weighBoot('2026-03-01T00:00:00Z', [fullEvent]);
    expect(mergeBoots(earlier, another)).toBe(another);
    expect(
      mergeBoots({ type: 'unknown', source: 'none', bootTime: BOOTED_AT }, weighBoot(BOOTED_AT, [])),
    ).toEqual({
      type: 'unknown',
      source: 'none',
      bootTime: BOOTED_AT,
    });
  });

  it('QB-5: the TPM says why', () => {
    const [a, b] = [{ fingerprint: 'a' }, { fingerprint: 'b' }];
    expect(tpmSign(a, b, false)).toEqual({
      source: 'tpm',
      type: 'full',
      text: 'the TPM holds other measurements than before the boot',
    });
    expect(tpmSign(a, a, true)).toEqual({
      source: 'tpm',
      type: 'quick',
      text: 'the TPM holds the measurements of the version before',
    });
  });
});
