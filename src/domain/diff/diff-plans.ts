import type { UpgradePlan } from '../model/plan.js';
import { planLines, type PlanLine } from './describe-plan.js';

/** Widest line, so that it fits a terminal and an e-mail. */
const WIDTH = 100;

/**
 * What changed between two plans, as lines: `+` new, `-` gone, `*` changed with the old text above the new one.
 * Unchanged lines are folded into a count per section; equal plans give one line.
 */
export function diffPlans(from: UpgradePlan, to: UpgradePlan): string[] {
  const [before, after] = [planLines(from), planLines(to)];
  const sections = [...new Set([...before, ...after].map(({ section }) => section))];
  const lines = sections.flatMap((section) => diffSection(section, before, after));
  return lines.length === 0 ? ['The plans are the same.'] : lines;
}

function diffSection(section: string, before: readonly PlanLine[], after: readonly PlanLine[]): string[] {
  const [old, now] = [inSection(section, before), inSection(section, after)];
  const changes: string[] = [];
  let unchanged = 0;
  for (const [key, text] of now) {
    const previous = old.get(key);
    if (previous === undefined) changes.push(fit(`  + ${text}`));
    else if (previous !== text) changes.push(fit(`  * - ${previous}`), fit(`    + ${text}`));
    else unchanged += 1;
  }
  for (const [key, text] of old) if (!now.has(key)) changes.push(fit(`  - ${text}`));
  if (changes.length === 0) return [];
  return [section, ...changes, ...(unchanged > 0 ? [`    ${unchanged} unchanged`] : [])];
}

/** Lines of one section by key; a key that occurs twice gets a number, so that no line is lost. */
function inSection(section: string, lines: readonly PlanLine[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { key, text } of lines.filter((line) => line.section === section)) {
    let unique = key;
    for (let i = 2; found.has(unique); i++) unique = `${key}#${i}`;
    found.set(unique, text);
  }
  return found;
}

function fit(text: string): string {
  return text.length > WIDTH ? `${text.slice(0, WIDTH - 1)}…` : text;
}
