import type { Settled } from './assumptions.js';

/** Whether reality is what the product and its lab assume; `not-seen` = nothing was there to judge by. */
export type Verdict = 'as-assumed' | 'different' | 'not-seen';

/** One thing that was compared with what we assume. */
export interface ProbeFinding {
  /** Stable name of the check, `last-attested-time`. */
  readonly check: string;
  /** vCenter, cluster or host; the estate's name where it is about all of it. */
  readonly subject: string;
  readonly verdict: Verdict;
  readonly assumed: string;
  readonly found: string;
  /** What it means for an upgrade, one sentence. */
  readonly means: string;
  /** Where the assumption is documented. */
  readonly where: string;
  /** What a lab that shall behave like this estate has to be told. */
  readonly assumption?: Settled;
}

/** What a check says of one subject; nothing found to judge by = `undefined` as verdict. */
export interface Judgement {
  readonly subject: string;
  /** `undefined` = not seen. */
  readonly isAsAssumed: boolean | undefined;
  readonly found: string;
  readonly settles?: Settled | undefined;
}
