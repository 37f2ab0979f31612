import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure, defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { asActivityFailure } from '../../../src/activities/failures.js';
import { aFault } from '../../support/fake-vsphere.js';

const failureOf = (error: unknown): ApplicationFailure => {
  const failure = asActivityFailure(error);
  if (!(failure instanceof ApplicationFailure)) throw new Error('not a failure of an activity');
  return failure;
};

describe('asActivityFailure', () => {
  it.each(['passing', 'unknown-outcome'] as const)(
    '%s is retried: every start looks before it acts',
    (kind) => {
      expect(failureOf(aFault(kind))).toMatchObject({ type: kind, nonRetryable: false });
    },
  );

  it.each(['refused', 'not-found', 'invalid', 'state', 'protocol'] as const)(
    '%s is not retried: a person must act',
    (kind) => {
      expect(failureOf(aFault(kind))).toMatchObject({ type: kind, nonRetryable: true });
    },
  );

  it('Retry-After becomes the delay of the next attempt, in milliseconds', () => {
    expect(failureOf(aFault('passing', { retryAfterSeconds: 90 })).nextRetryDelay).toBe(90_000);
    expect(failureOf(aFault('passing')).nextRetryDelay).toBeUndefined();
  });

  it('carries operation, server and codes, so that the history says what happened', () => {
    const about = { status: 503, errorType: 'SERVICE_UNAVAILABLE', messageId: 'com.vmware.x' };
    expect(failureOf(aFault('passing', about)).details).toEqual([
      { operation: 'GET /api/x', server: 'vc', ...about },
    ]);
  });

  it('nothing else of the error reaches the history: no credential, no body, no stack of the client', () => {
    const fault = Object.assign(aFault('refused'), {
      cause: new Error('Basic c2VjcmV0'),
      request: { headers: { authorization: 'Basic c2VjcmV0' }, body: '{"password":"hunter2"}' },
    });
    const onTheWire = defaultFailureConverter.errorToFailure(failureOf(fault), defaultPayloadConverter);
    const details = onTheWire.applicationFailureInfo?.details?.payloads ?? [];
    const text = [
      JSON.stringify(onTheWire),
      ...details.map(({ data }) => new TextDecoder().decode(data ?? new Uint8Array())),
    ].join('\n');
    expect(text).toContain('GET /api/x');
    expect(text).not.toMatch(/c2VjcmV0|hunter2|authorization/);
    expect(onTheWire.cause).toBeUndefined();
  });

  it('any other error passes as it is', () => {
    const bug = new TypeError('a bug');
    expect(asActivityFailure(bug)).toBe(bug);
    const said = ApplicationFailure.nonRetryable('no', 'state');
    expect(asActivityFailure(said)).toBe(said);
  });
});
