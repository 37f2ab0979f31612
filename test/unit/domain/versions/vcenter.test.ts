import { describe, expect, it } from '@jest/globals';
import {
  compareVCenterVersions,
  isAtLeast,
  isSameReleaseLine,
  majorOf,
  parseVCenterVersion,
} from '../../../../src/domain/versions/index.js';

describe('vCenter versions', () => {
  it.each<[string, { version: string; build?: string } | undefined]>([
    ['8.0.3.00400', { version: '8.0.3.00400' }],
    ['8.0.3.00400-24322831', { version: '8.0.3.00400', build: '24322831' }],
    ['VC-8.0.3.00400', { version: '8.0.3.00400' }],
    ['vCenter Server 8.0.3.00400 build-24322831', { version: '8.0.3.00400', build: '24322831' }],
    ['8.0.2.00100', { version: '8.0.2.00100' }],
    ['newest', undefined],
  ])('%s', (spelling, parsed) => {
    expect(parseVCenterVersion(spelling)).toEqual(parsed);
  });

  it.each<[string, string, number]>([
    ['8.0.3.00400', '8.0.2.00100', 1],
    ['8.0.3.00400', '8.0.3.00500', -1],
    ['8.0.3', '8.0.3.00000', 0],
    ['8.0.3.00400-24322831', '8.0.3.00400-24322018', 1],
    ['8.0.3.00400-24322831', '8.0.3.00400', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVCenterVersions(a, b))).toBe(sign);
  });

  it('refuses to compare what is no version', () => {
    expect(() => compareVCenterVersions('newest', '8.0.3')).toThrow(/not a vCenter version/);
  });

  it.each<[string, string, boolean]>([
    ['8.0.2.00100', '8.0.3.00400', true],
    ['7.0.3.01700', '8.0.3.00000', false],
    ['8.0.3', '8.1.0.00000', false],
    ['something', 'something', false],
  ])('%s and %s are of one release line: %s', (a, b, same) => {
    expect(isSameReleaseLine(a, b)).toBe(same);
  });

  it.each<[string, number | undefined, boolean]>([
    ['9.0.0.0', 9, true],
    ['8.0.3-24022510', 8, true],
    ['8.0.2.00100', 8, false],
    ['9.0.0-0.1.24755229', 9, true],
    ['something', undefined, false],
  ])('%s has major %s', (text, major, atLeast803) => {
    expect(majorOf(text)).toBe(major);
    expect(isAtLeast(text, '8.0.3')).toBe(atLeast803);
  });
});
