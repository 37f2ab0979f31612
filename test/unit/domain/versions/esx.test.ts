import { describe, expect, it } from '@jest/globals';
import {
  compareEsxVersions,
  esxVersion,
  parseEsxVersion,
  toBaseImageId,
} from '../../../../src/domain/versions/index.js';

describe('ESXi versions have one canonical form', () => {
  it.each<[string, string | undefined]>([
    ['8.0.3-24022510', '8.0.3-24022510'],
    ['8.0.3-0.0.24022510', '8.0.3-24022510'],
    ['8.0.3-0.35.24280767', '8.0.3-24280767'],
    ['8.0.3.0.0-24022510', '8.0.3-24022510'],
    ['ESXi 8.0.3-0.0.24022510', '8.0.3-24022510'],
    ['VMware ESXi 8.0.3 build-24022510', '8.0.3-24022510'],
    ['VMware ESXi, 8.0.3, 24022510', '8.0.3-24022510'],
    [' 8.0.3-24022510 ', '8.0.3-24022510'],
    ['8.0-20513097', '8.0.0-20513097'],
    ['8.0.3', undefined],
    ['8.0.3-', undefined],
    ['8.0.3-abc', undefined],
    ['vCenter 8.0.3-24022510', undefined],
    ['', undefined],
  ])('%s', (spelling, canonical) => {
    expect(parseEsxVersion(spelling)).toBe(canonical);
  });

  it('comes from product version and build', () => {
    expect(esxVersion('8.0.3', '24022510')).toBe('8.0.3-24022510');
    expect(esxVersion('8.0.3', 'x')).toBeUndefined();
  });
});

describe('ESXi versions are ordered by release, then by build', () => {
  it.each<[string, string, number]>([
    ['8.0.3-24022510', '8.0.2-22380479', 1],
    ['8.0.2-22380479', '8.0.3-24022510', -1],
    ['8.0.10-1', '8.0.9-2', 1],
    ['8.0.3-24280767', '8.0.3-24022510', 1],
    ['8.0.3-9', '8.0.3-10', -1],
    ['8.0.3-0.0.100000', '8.0.3-100000', 0],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareEsxVersions(a, b))).toBe(sign);
  });

  it('refuses to compare what is no version', () => {
    expect(() => compareEsxVersions('8.0.3-1', 'latest')).toThrow(/'latest' is not an ESXi version/);
  });
});

describe('the vLCM base image identifier', () => {
  it.each<[string, string | undefined]>([
    ['8.0.3-0.0.24022510', '8.0.3-0.0.24022510'],
    ['8.0.3-0.35.24280767', '8.0.3-0.35.24280767'],
    ['8.0.3-24022510', '8.0.3-0.0.24022510'],
    ['nonsense', undefined],
  ])('%s', (given, id) => {
    expect(toBaseImageId(given)).toBe(id);
  });
});
