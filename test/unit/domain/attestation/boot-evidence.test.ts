import { describe, expect, it } from '@jest/globals';
import { tpmSign, weighBoot, withSign } from '../../../../src/domain/attestation/index.js';
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
