import { readdirSync, readFileSync } from 'node:fs';
import type { RulePlaces } from '../../src/domain/rule-book/index.js';

const ROOT = new URL('../../', import.meta.url).pathname;

/** The lab judges the product; it does not enforce anything in it. */
const LAB = /^src\/lab\//;
/** Tests of the lab, of the chaos around it, and of the rule book itself prove nothing of a rule. */
const NO_PROOF = /^test\/(chaos|unit\/(lab|chaos|domain\/rule-book))\//;

/** The IDs that a text names: `QB-4, INV-3`, and `ORD-2..5` for all of a range. */
export function rulesNamed(text: string): string[] {
  return [...text.matchAll(/\b([A-Z]{2,3})-(\d+)(?:\.\.(\d+))?/g)].flatMap(
    ([, area = '', from = '', to = from]) =>
      Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => `${area}-${Number(from) + index}`),
  );
}

/** Rules that a source says it enforces: what follows `@rule` on its line. */
export const rulesTagged = (source: string): string[] =>
  [...source.matchAll(/@rule\b([^\n]*)/g)].flatMap(([, tags = '']) => rulesNamed(tags));

/** Rules that tests are named after: a name, or a row that is part of one, which begins `QB-4: …` or `QB-4, INV-3: …`. */
export function rulesTested(source: string): string[] {
  const rule = String.raw`[A-Z]{2,3}-\d+(?:\.\.\d+)?`;
  const names = new RegExp(String.raw`['"\`](${rule}(?:, ${rule})*): `, 'g');
  return [...source.matchAll(names)].flatMap(([, ids = '']) => rulesNamed(ids));
}

export interface FoundPlaces {
  (id: string): RulePlaces;
  /** Every ID that a tag or the name of a test has. */
  readonly all: readonly string[];
}

/** Looks through the whole repository, once. */
export function findRulePlaces(): FoundPlaces {
  const sources = filesIn('src', /\.ts$/);
  const tests = filesIn('test', /\.test\.ts$/).filter((file) => !NO_PROOF.test(file));
  const tags = byRule(sources, rulesTagged);
  const named = byRule(tests, rulesTested);
  const find = (id: string): RulePlaces => {
    const tagged = tags.get(id) ?? [];
    return {
      enforced: tagged.filter((file) => !LAB.test(file)),
      tested: named.get(id) ?? [],
      judged: tagged.filter((file) => LAB.test(file)),
    };
  };
  return Object.assign(find, { all: [...new Set([...tags.keys(), ...named.keys()])] });
}

function filesIn(folder: string, which: RegExp): string[] {
  return readdirSync(ROOT + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => which.test(name))
    .map((name) => `${folder}/${name}`)
    .toSorted();
}

function byRule(files: readonly string[], rulesIn: (source: string) => string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const file of files) {
    for (const id of new Set(rulesIn(readFileSync(ROOT + file, 'utf8')))) {
      found.set(id, [...(found.get(id) ?? []), file]);
    }
  }
  return found;
}
