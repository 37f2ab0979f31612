import type { Checker } from '../checker.js';
import { text } from '../detail.js';
import { notRestored } from '../replay-configuration.js';

/**
 * An archive is worth what it restores: what an emptied Trust Authority Cluster held is again on every TA host, just as
 * it was, secrets included. And nobody's configuration is overwritten: an item that was not lost stays as it is.
 * @rule BAK-3
 */
export const bak3: Checker = {
  rule: 'BAK-3',
  step: ({ entry, before, after }, court) => {
    if (entry.effect !== 'configuration.changed') return;
    const item = text(entry, 'item');
    if (before.lost.has(item)) return;
    court.judged();
    for (const [host, items] of before.configuration) {
      const [was, is] = [items.get(item), after.configuration.get(host)?.get(item)];
      if (was !== undefined && was !== is) {
        court.violation(
          host,
          `${item} was ${is === undefined ? 'removed' : 'changed'}, though it was not lost`,
        );
      }
    }
  },
  end: (last, court) => {
    if (last.lost.size === 0) return;
    for (const host of last.configuration.keys()) {
      court.judged();
      const open = notRestored(last, host);
      if (open.length > 0) court.violation(host, `lost and not restored as it was: ${open.join(', ')}`);
    }
  },
};
