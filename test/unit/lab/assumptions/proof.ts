import type { AssumptionName, Assumptions } from '../../../../src/lab/topology/assumptions.js';
import { LabBench } from '../../../support/lab-world.js';
import type { LabWorldInput } from '../../../support/lab-world.js';
import { RestBench } from '../../../support/lab-rest.js';
import { SoapBench } from '../../../support/soap-bench.js';

export type Assumed = Partial<Assumptions>;

/** What one looks at to tell the alternatives of a switch apart. */
export interface Proof<Name extends AssumptionName = AssumptionName> {
  readonly observe: (assumptions: Assumed) => unknown;
  readonly sees: Readonly<Record<Assumptions[Name], unknown>>;
}
export type Proofs = { readonly [Name in AssumptionName]?: Proof<Name> };

/** A world of its own for one look. */
export const inLab =
  (look: (lab: LabBench) => unknown, input: LabWorldInput = {}) =>
  (assumptions: Assumed): unknown =>
    look(new LabBench({ ...input, assumptions }));

export const overRest =
  (look: (rest: RestBench) => Promise<unknown>, input: LabWorldInput = {}) =>
  async (assumptions: Assumed): Promise<unknown> => {
    const rest = await RestBench.start({ ...input, assumptions });
    try {
      return await look(rest);
    } finally {
      await rest.stop();
    }
  };

export const overSoap =
  (look: (soap: SoapBench) => Promise<unknown>, input: LabWorldInput = {}) =>
  async (assumptions: Assumed): Promise<unknown> => {
    const soap = new SoapBench({ ...input, assumptions });
    try {
      await soap.login();
      return await look(soap);
    } finally {
      await soap.close();
    }
  };
