import { ATT } from './att.js';
import { BAK } from './bak.js';
import { CLI } from './cli.js';
import { DG } from './dg.js';
import { FIX } from './fix.js';
import { IMG } from './img.js';
import { INV } from './inv.js';
import { NOT_YET } from './not-yet.js';
import { ORD } from './ord.js';
import { QB } from './qb.js';
import { REC } from './rec.js';
import type { Rule, RuleInForce } from './rule.js';
import { SVC } from './svc.js';

export { renderRuleArea, renderRuleIndex, type RulePlaces } from './render.js';
export { RULE_AREAS, type RuleArea, type RuleInForce } from './rule.js';

/** The rule book: all rules, area by area. */
export const RULE_BOOK: readonly RuleInForce[] = [SVC, IMG, ORD, QB, CLI, REC, ATT, FIX, BAK, INV, DG]
  .flat()
  .map((rule) => inForce(rule));

/** The rule of this ID, in capitals or not. */
export function findRule(id: string): RuleInForce | undefined {
  const wanted = id.toUpperCase();
  return RULE_BOOK.find((rule) => rule.id === wanted);
}

function inForce(rule: Rule): RuleInForce {
  const notYet = NOT_YET[rule.id];
  return notYet === undefined ? rule : { ...rule, notYet };
}
