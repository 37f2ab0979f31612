import type { Finding } from '../model/finding.js';
import type { Waiver } from '../model/waiver.js';
import { CHECKS } from './table.js';

/** The longest time for which somebody may take such a responsibility, in days. */
const LONGEST_DAYS = 90;
const DAY_MS = 86_400_000;

/** What is wrong about a waiver that somebody asks for; `rule` where a rule of the rule book says no. */
export interface WaiverRefusal {
  readonly field: 'check' | 'expiresAt';
  readonly text: string;
  readonly rule?: string;
}

/**
 * Why a check cannot be waived, or not until then. The rules that keep encrypted VMs from being locked out are never
 * waived (DG-1, INV-*, QB-4, DG-10): their checks are not waivable.
 *
 * @param now - ISO 8601
 */
export function whyNotWaive(
  { check, expiresAt }: Pick<Waiver, 'check' | 'expiresAt'>,
  now: string,
): WaiverRefusal | undefined {
  const found = CHECKS.find(({ id }) => id === check);
  const waivable = CHECKS.filter((one) => one.waivable).map(({ id }) => id);
  if (found === undefined) {
    return {
      field: 'check',
      text: `There is no check '${check}'. Checks that can be waived: ${waivable.toSorted().join(', ')}.`,
    };
  }
  if (!found.waivable) {
    return { field: 'check', text: `Nobody can waive '${check}': ${found.remedy}`, rule: found.rule };
  }
  const left = Date.parse(expiresAt) - Date.parse(now);
  if (Number.isNaN(left) || left <= 0) {
    return {
      field: 'expiresAt',
      text: `'${expiresAt}' is no time in the future, such as ${inDays(now, 7)}.`,
    };
  }
  if (left > LONGEST_DAYS * DAY_MS) {
    return {
      field: 'expiresAt',
      text: `A waiver lasts at most ${LONGEST_DAYS} days, until ${inDays(now, LONGEST_DAYS)}.`,
    };
  }
  return undefined;
}

const inDays = (now: string, days: number): string => new Date(Date.parse(now) + days * DAY_MS).toISOString();

/**
 * Blockers that a waiver in force covers become warnings that name it; everything else stays as it is.
 *
 * @param now - ISO 8601; a waiver that has expired by then counts no more
 */
export function withWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  now: string,
): Finding[] {
  const waivable = new Set(CHECKS.flatMap(({ id, waivable: yes }) => (yes ? [id] : [])));
  return findings.map((finding) => {
    if (finding.severity !== 'blocker' || !waivable.has(finding.check)) return finding;
    const waiver = inForce(waivers, now).find((one) => covers(one, finding));
    if (waiver === undefined) return finding;
    const { id, by, reason, expiresAt } = waiver;
    return {
      ...finding,
      severity: 'warning',
      message: `${finding.message} Waived by ${by} until ${expiresAt} (${id}): ${reason}`,
      waiver: { id, by, reason, expiresAt },
    };
  });
}

/**
 * Findings of a plan that block again: their waiver has expired, or was removed, since the plan was made.
 *
 * @param waivers - those of the estate as they are now
 * @param now - ISO 8601
 */
export function lapsedWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  now: string,
): Finding[] {
  const valid = new Set(inForce(waivers, now).map(({ id }) => id));
  return findings.filter(({ waiver }) => waiver !== undefined && !valid.has(waiver.id));
}

const inForce = (waivers: readonly Waiver[], now: string): Waiver[] =>
  waivers
    .filter(({ expiresAt }) => Date.parse(expiresAt) > Date.parse(now))
    .toSorted((a, b) => (a.expiresAt < b.expiresAt ? 1 : -1));

const covers = (waiver: Waiver, { check, subject }: Finding): boolean =>
  waiver.check === check && (waiver.subject === undefined || waiver.subject === subject);
