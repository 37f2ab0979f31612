import { describe, expect, it } from '@jest/globals';
import { canonicalJson } from '../../../src/domain/canonical-json.js';

describe('canonical JSON', () => {
  it('gives one text for values that mean the same', () => {
    expect(canonicalJson({ b: 1, a: [true, null, 'x'], c: undefined })).toBe('{"a":[true,null,"x"],"b":1}');
    expect(canonicalJson({ a: [true, null, 'x'], b: 1 })).toBe('{"a":[true,null,"x"],"b":1}');
  });

  it('keeps the order of lists, which means something', () => {
    expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]));
  });

  it.each([[Number.NaN], [() => 1], [undefined], [[undefined]]])('refuses %p', (value) => {
    expect(() => canonicalJson(value)).toThrow(/has no JSON form/);
  });
});
