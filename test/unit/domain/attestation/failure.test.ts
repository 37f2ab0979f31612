import { describe, expect, it } from '@jest/globals';
import { classifyAttestationFailure } from '../../../../src/domain/attestation/index.js';
import { aLedgerRow, aTrustedHost, NEW, OLD } from '../../../support/builders.js';

const row = aLedgerRow(aTrustedHost('esx-1', { installed: NEW }));
const PREFIX = 'com.vmware.esx.';
const saying = (...messages: string[]) => ({ services: [{ status: 'notAttested' as const, messages }] });
const classify = (trusted: string[], ...messages: string[]) =>
  classifyAttestationFailure({ row, trusted, attestation: saying(...messages) });

describe('ATT-1: a version the Trust Authority Cluster does not know is the expected failure', () => {
  it('is told by comparing versions, whatever the message', () => {
    expect(classify([OLD], `${PREFIX}attestation.report.attest_verify_failed`)).toMatchObject({
      kind: 'base-image-missing',
      missing: NEW,
    });
    expect(classify([OLD])).toMatchObject({ kind: 'base-image-missing' });
  });

  it('is not told by the message when the version is trusted', () => {
    expect(classify([NEW], `${PREFIX}attestation.report.attest_unknown_software`).kind).toBe('unknown');
  });

  it('QB-10: after Quick Boot it is the measured version that is missing', () => {
    const quick = { ...row, measured: OLD };
    expect(classifyAttestationFailure({ row: quick, trusted: [NEW], attestation: saying() })).toMatchObject({
      missing: OLD,
    });
  });

  it.each<[string, string]>([
    [`${PREFIX}attestation.report.attest_verify_failed`, 'security-review'],
    [`${PREFIX}attestation.report.attest_no_secure_boot`, 'host-fault'],
    [`${PREFIX}attestation.report.unknown_tpm_ca`, 'ta-configuration'],
    [`${PREFIX}trusted_infrastructure.attestation.reports.incompatible_version`, 'version-skew'],
    [`${PREFIX}attestation.report.attest_session_limit`, 'transient'],
    [`${PREFIX}trusted_infrastructure.attestation.reports.not_found`, 'transient'],
    ['something else', 'unknown'],
  ])('%s is %s', (message, kind) => {
    expect(classify([NEW], message).kind).toBe(kind);
  });

  it('is told by the key of a message, whatever its text', () => {
    const messages = ['Die Softwaremessung stimmt nicht.'];
    const messageIds = [`${PREFIX}attestation.report.attest_verify_failed`];
    const attestation = { services: [{ status: 'notAttested' as const, messages, messageIds }] };
    expect(classifyAttestationFailure({ row, trusted: [NEW], attestation }).kind).toBe('security-review');
  });

  it('what nothing explains is told in words, or else by its keys', () => {
    const attestation = (messages: string[]) => ({
      services: [{ status: 'notAttested' as const, messages, messageIds: ['com.vmware.esx.new'] }],
    });
    const told = (messages: string[]) =>
      classifyAttestationFailure({ row, trusted: [NEW], attestation: attestation(messages) }).text;
    expect(told(['something new'])).toContain('does not attest: something new.');
    expect(told([''])).toContain('does not attest: com.vmware.esx.new.');
  });

  it('ATT-3: says what it means for VMs; ATT-5: names the log files by host role', () => {
    const { text, logs } = classify([OLD]);
    expect(text).toMatch(/no VM can be encrypted.*cannot be powered on/);
    expect(logs.join(' ')).toMatch(
      /kmxa\.log on esx-1.*attestd\.log on every TA host.*kmxd\.log on every TA host/,
    );
  });
});
