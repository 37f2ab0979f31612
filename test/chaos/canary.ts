import { rm } from 'node:fs/promises';
import type { RunPlan } from './draw.js';
import { beyondPlan, unattestedPlan } from './fixed-plans.js';
import { oneRun } from './one-run.js';
import { buildVariant, replaced } from './variant.js';

/** A rule whose absence the referee must notice. */
export interface Canary {
  readonly rule: string;
  /** Compiled file of the product, with the functions in it that carry the rule and what they answer instead. */
  readonly file: string;
  readonly functions: Readonly<Record<string, string>>;
  /** What is played with it: where the rule matters. */
  readonly plan: () => RunPlan;
}

export const CANARIES: readonly Canary[] = [
  {
    rule: 'DG-9',
    file: 'domain/safety/attested.js',
    functions: { isAttestedSinceBoot: 'true' },
    plan: unattestedPlan,
  },
  {
    rule: 'INV-4',
    file: 'domain/safety/ta-peers.js',
    functions: { whyNotAllOtherTaHosts: 'null', allInService: 'null' },
    plan: beyondPlan,
  },
];

/** Whether a product without the rule was found out, and by which failure. */
export interface CanaryResult {
  readonly rule: string;
  readonly found: boolean;
  readonly by: string;
}

/** Builds the product without the rule, plays it, and tells whether the verdict notices. */
export async function flyCanary(canary: Canary, from: string): Promise<CanaryResult> {
  const product = await buildWithout(canary, from);
  try {
    const { verdict, record } = await oneRun(canary.plan(), { product, command: 'npm run chaos' });
    const seen = verdict?.failures.find(({ rule }) => rule === canary.rule);
    const by = seen ?? verdict?.failures[0];
    return {
      rule: canary.rule,
      found: seen !== undefined,
      by:
        by === undefined
          ? verdict === undefined
            ? (record ?? 'nothing')
            : 'nothing'
          : `${by.rule}: ${by.text}`,
    };
  } finally {
    await rm(product, { recursive: true, force: true });
  }
}

/** The product with the functions of one rule replaced. */
async function buildWithout({ rule, file, functions }: Canary, from: string): Promise<string> {
  return buildVariant(`without-${rule}`, from, {
    [file]: (text) =>
      Object.entries(functions).reduce((all, [name, answers]) => {
        const renamed = replaced(all, `export function ${name}(`, `function ${name}WithRule(`);
        return `${renamed}\nexport function ${name}() { return ${answers}; }\n`;
      }, text),
  });
}
