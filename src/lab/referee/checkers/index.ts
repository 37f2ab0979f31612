import type { Checker } from '../checker.js';
import { bak3 } from './bak-3.js';
import { dg15 } from './dg-15.js';
import { dg16 } from './dg-16.js';
import { dg17 } from './dg-17.js';
import { dg4 } from './dg-4.js';
import { dg7 } from './dg-7.js';
import { dg8 } from './dg-8.js';
import { dg9 } from './dg-9.js';
import { fix3 } from './fix-3.js';
import { img5 } from './img-5.js';
import { inv1 } from './inv-1.js';
import { inv2 } from './inv-2.js';
import { inv3 } from './inv-3.js';
import { inv4 } from './inv-4.js';
import { inv5 } from './inv-5.js';
import { inv6 } from './inv-6.js';
import { nothingLeftInMaintenance } from './maintenance.js';
import { qb5 } from './qb-5.js';
import { qb9 } from './qb-9.js';
import { applyOnce, installOnce, rebootOnce, removalOnce } from './once.js';
import { ord1 } from './ord-1.js';
import { ord2 } from './ord-2.js';
import { ord3 } from './ord-3.js';
import { ord4 } from './ord-4.js';
import { ord5 } from './ord-5.js';
import { ord6 } from './ord-6.js';
import { ord7 } from './ord-7.js';
import { failureBudget, ord8 } from './ord-8.js';
import { rec0 } from './rec-0.js';
import { rec1 } from './rec-1.js';
import { rec4 } from './rec-4.js';
import { rec5 } from './rec-5.js';
import type { Told } from '../told.js';

/**
 * Every rule the referee knows, in the order of the rule book.
 *
 * @param told - what no journal tells
 */
export const checkersFor = (told: Told): readonly Checker[] =>
  [
    [inv1, inv2, inv3, inv4(told), inv5, inv6],
    [img5, ord1, ord2, ord3, ord4, ord5(told), ord6, ord7, ord8(told), failureBudget(told)],
    [qb5, qb9, fix3],
    [rec0, rec1, rec4, rec5],
    [bak3],
    [dg4, dg7(told), dg8, dg9, dg15, dg16, dg17],
    [applyOnce, installOnce, rebootOnce, removalOnce, nothingLeftInMaintenance(told)],
  ].flat();

/** The rules where nothing is told: one host after another, none set aside. */
export const CHECKERS = checkersFor({});
