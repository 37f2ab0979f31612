import { describe, expect, it } from '@jest/globals';
import { readRetryAfter } from '../../../../src/vsphere/connection/retry-after.js';

const now = Date.parse('2026-05-01T10:00:00Z');
const at = (time: string) => `Fri, 01 May 2026 ${time} GMT`;

describe('Retry-After', () => {
  it.each`
    header            | date              | seconds
    ${undefined}      | ${undefined}      | ${undefined}
    ${'0'}            | ${undefined}      | ${0}
    ${'17'}           | ${undefined}      | ${17}
    ${' 17 '}         | ${undefined}      | ${17}
    ${at('10:00:30')} | ${undefined}      | ${30}
    ${at('10:05:30')} | ${at('10:05:00')} | ${30}
    ${at('10:05:30')} | ${'yesterday'}    | ${330}
  `('$header, asked at $date, is $seconds s and nothing odd', ({ header, date, seconds }) => {
    expect(readRetryAfter({ 'retry-after': header as string, date: date as string }, now)).toEqual(
      seconds === undefined ? {} : { seconds },
    );
  });

  it.each`
    header                       | seconds      | oddity
    ${'601'}                     | ${600}       | ${'cut to 600 s'}
    ${'999999999999'}            | ${600}       | ${'cut to 600 s'}
    ${at('18:00:00')}            | ${600}       | ${'cut to 600 s'}
    ${at('09:59:00')}            | ${undefined} | ${'in the past'}
    ${'-5'}                      | ${undefined} | ${'neither'}
    ${'12.5'}                    | ${undefined} | ${'neither'}
    ${'soon'}                    | ${undefined} | ${'neither'}
    ${''}                        | ${undefined} | ${'neither'}
    ${'2026-05-01T10:00:30Z'}    | ${undefined} | ${'neither'}
    ${'99999999999999999999999'} | ${undefined} | ${'neither'}
    ${['5', '6']}                | ${undefined} | ${'neither'}
  `('$header is $seconds s, and the log says: $oddity', ({ header, seconds, oddity }) => {
    const read = readRetryAfter({ 'retry-after': header as string }, now);
    expect(read.seconds).toBe(seconds);
    expect(read.oddity).toContain(String(oddity));
  });
});
