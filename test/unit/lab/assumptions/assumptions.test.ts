import { describe, expect, it } from '@jest/globals';
import { assumptionList } from '../../../../src/lab/topology/assumptions.js';
import { attestationProofs } from './attestation.js';
import { authorityProofs } from './authority.js';
import { bootProofs } from './boot.js';
import { imageExportProofs } from './image-export.js';
import type { Assumed } from './proof.js';
import { wireProofs } from './wire.js';

interface Proof {
  readonly observe: (assumptions: Assumed) => unknown;
  readonly sees: Readonly<Record<string, unknown>>;
}
const PROOFS: Readonly<Record<string, Proof>> = {
  ...attestationProofs,
  ...bootProofs,
  ...imageExportProofs,
  ...authorityProofs,
  ...wireProofs,
};
const CASES = assumptionList.flatMap(({ name, alternatives }) =>
  alternatives.map((value) => [name, value] as const),
);

describe('the lab behaves as it is told to', () => {
  it('has a proof for every assumption, in which no two alternatives look alike', () => {
    expect(Object.keys(PROOFS).toSorted()).toEqual(assumptionList.map(({ name }) => name).toSorted());
    for (const { name, alternatives } of assumptionList) {
      const sees = PROOFS[name]?.sees ?? {};
      expect(Object.keys(sees)).toEqual(alternatives);
      const looks = alternatives.map((value) => JSON.stringify(sees[value]));
      expect([name, new Set(looks).size]).toEqual([name, alternatives.length]);
    }
  });

  it.each(CASES)('%s=%s', async (name, value) => {
    const proof = PROOFS[name];
    const seen = await proof?.observe({ [name]: value });
    expect(seen).toEqual(proof?.sees[value]);
  });
});
