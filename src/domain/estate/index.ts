import type { Estate } from '../model/estate.js';
export interface EstateProblem {
  /** JSON pointer into the file, `/trusted/0/vcenter/url`. */
  readonly pointer: string;
  readonly found: string;
  readonly allowed: string;
}
export declare function validateEstate(value: unknown): { estate: Estate } | { problems: EstateProblem[] };
