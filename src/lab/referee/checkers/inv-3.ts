import type { Checker } from '../checker.js';
import { text } from '../detail.js';
import { hostsOf } from '../estate.js';

/**
 * No orphaning removal: whoever measured or installed the version needs it, in service or not. The other boot
 * bank counts while its host is in maintenance, for then going back is still a way out. The last base image
 * never leaves (FIX-3).
 * @rule INV-3
 */
export const inv3: Checker = {
  rule: 'INV-3',
  step: ({ entry, before, after }, court) => {
    if (entry.effect !== 'image.removed') return;
    court.judged();
    const version = text(entry, 'version');
    for (const host of hostsOf(before, 'trusted')) {
      const uses = [
        ...(host.measured === version ? ['measured'] : []),
        ...(host.installed === version ? ['installed'] : []),
        ...(host.inMaintenance && host.fallback === version ? ['in the other boot bank'] : []),
      ];
      if (uses.length > 0)
        court.violation(host.name, `needs ${version}, which was removed: ${uses.join(', ')}`);
    }
    for (const [taHost, images] of after.images) {
      if (images.size === 0)
        court.violation(taHost, `has no base image left after the removal of ${version}`);
    }
  },
};
