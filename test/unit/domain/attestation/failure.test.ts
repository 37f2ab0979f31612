import { describe, expect, it } from '@jest/globals';
import { classifyAttestationFailure } from '../../../../src/domain/attestation/index.js';
import { aLedgerRow, aTrustedHost, NEW, OLD } from '../../../support/builders.js';

const row = aLedgerRow(aTrustedHost('esx-1', { installed: NEW }));
const PREFIX = 'com.vmware.esx.';
const IMPACT =
  'Until it is fixed, no VM can be encrypted on this host and encrypted VMs cannot be powered on there; VMs that already run on a host that was not rebooted stay accessible.';
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
    [`${PREFIX}attestation.report.no_tpm2`, 'host-fault'],
    [`${PREFIX}attestation.report.no_ek`, 'host-fault'],
    [`${PREFIX}attestation.report.no_ekg`, 'unknown'],
    [`${PREFIX}attestation.report.tpm_cert_required`, 'ta-configuration'],
    [`${PREFIX}services.not_configured`, 'ta-configuration'],
    [`${PREFIX}servicesXnot_configured`, 'unknown'],
    [`${PREFIX}group_already_exists`, 'ta-configuration'],
    [`${PREFIX}trusted_software_unset`, 'ta-configuration'],
    [`${PREFIX}esx_base_images_load_error`, 'ta-configuration'],
    [`${PREFIX}attest_unknown_session`, 'transient'],
    [`${PREFIX}connection_setup_failure`, 'transient'],
    [`${PREFIX}timeout`, 'transient'],
    [`${PREFIX}cannot_communicate`, 'transient'],
    [`${PREFIX}reportsXnot_found`, 'unknown'],
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

  it.each<[message: string, text: string]>([
    ['attest_verify_failed', 'Software measurements do not verify. Stop and involve security.'],
    ['attest_no_secure_boot', 'TPM or Secure Boot of the host is not usable.'],
    ['unknown_tpm', 'The vTA configuration does not cover this host.'],
    ['incompatible_version', 'The attestation service does not understand the version of this host.'],
    ['timeout', 'The host and the attestation service did not get through to each other; it is tried again.'],
  ])('ATT-5: what %s means, in words', (message, text) => {
    expect(classify([NEW], message).text).toBe(`esx-1: ${text} ${IMPACT}`);
  });

  it('the gravest of several messages counts', () => {
    expect(classify([NEW], 'timeout', 'unknown_tpm', 'attest_verify_failed').kind).toBe('security-review');
  });

  it('FIX-1, FIX-2: a missing image is told with what to do, and what it means', () => {
    expect(classify([OLD])).toEqual({
      kind: 'base-image-missing',
      missing: NEW,
      text: `esx-1 attests with ${NEW}, which the Trust Authority Cluster does not know. This is expected on a new version: export its image database again and import it (FIX-1, FIX-2). ${IMPACT}`,
      logs: [
        'kmxa.log on esx-1 (client service)',
        'attestd.log on every TA host (attestation service)',
        'kmxd.log on every TA host (key provider service)',
      ],
    });
  });

  it('DG-14: without a measured version the installed one is the suspect; with neither none is', () => {
    const { measured: _, ...unmeasured } = row;
    const { installed: __, ...unknown } = unmeasured;
    const kind = (of: typeof unknown) =>
      classifyAttestationFailure({ row: of, trusted: [OLD], attestation: saying() });
    expect(kind(unmeasured)).toMatchObject({ kind: 'base-image-missing', missing: NEW });
    expect(kind(unknown)).toMatchObject({
      kind: 'unknown',
      text: `esx-1 does not attest: no message. ${IMPACT}`,
    });
  });

  it('every message is told where nothing explains them', () => {
    expect(classify([NEW], 'one', '', 'two').text).toBe(`esx-1 does not attest: one; two. ${IMPACT}`);
  });

  it('ATT-3: says what it means for VMs; ATT-5: names the log files by host role', () => {
    const { text, logs } = classify([OLD]);
    expect(text).toMatch(/no VM can be encrypted.*cannot be powered on/);
    expect(logs.join(' ')).toMatch(
      /kmxa\.log on esx-1.*attestd\.log on every TA host.*kmxd\.log on every TA host/,
    );
  });
});
