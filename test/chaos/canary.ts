import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { packageFolder } from '../support/processes.js';
import type { RunPlan } from './draw.js';
import { beyondPlan, unattestedPlan } from './fixed-plans.js';
import { oneRun } from './one-run.js';

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
export async function flyCanary(canary: Canary): Promise<CanaryResult> {
  const product = await buildWithout(canary);
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

/** A copy of the built product with the functions of one rule replaced; the product itself has no such switch. */
async function buildWithout({ rule, file, functions }: Canary): Promise<string> {
  const folder = join(packageFolder, '.var', 'chaos', `without-${rule}-${process.pid}`);
  const dist = join(folder, 'dist');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(packageFolder, 'dist'), dist, { recursive: true });
  await cp(join(packageFolder, 'package.json'), join(folder, 'package.json'));
  const path = join(dist, file);
  let text = await readFile(path, 'utf8');
  for (const [name, answers] of Object.entries(functions)) {
    const declaration = `export function ${name}(`;
    if (!text.includes(declaration))
      throw new Error(`canary ${rule}: ${file} has no function ${name} any more`);
    text = `${text.replace(declaration, `function ${name}WithRule(`)}\nexport function ${name}() { return ${answers}; }\n`;
  }
  await writeFile(path, text);
  const quiet = (): void => {};
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(dist, 'workflows', 'index.js'),
    logger: { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  await writeFile(join(dist, 'workflow-bundle.js'), code);
  return `${folder}/`;
}
