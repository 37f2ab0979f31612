import type { Checker } from '../checker.js';
import { hostsOf } from '../estate.js';

/** A TA host that cannot be reached at import time blocks the import. @rule DG-15 */
export const dg15: Checker = {
  rule: 'DG-15',
  step: ({ entry, before }, court) => {
    if (entry.effect !== 'image.import.requested') return;
    court.judged();
    for (const host of hostsOf(before, 'authority')) {
      const away = host.connection !== 'connected' ? host.connection : host.rebooting && 'rebooting';
      if (away)
        court.violation(host.name, `was ${away} when ${String(entry.detail['version'])} was imported`);
    }
  },
};
