import type { Checker } from '../checker.js';

/** At the end no host is in maintenance that was not so from the beginning. */
export const nothingLeftInMaintenance: Checker = {
  rule: 'maintenance',
  end: (last, court) => {
    for (const cluster of last.clusters.values()) {
      for (const host of cluster.hosts.values()) {
        if (host.apply || host.maintenanceIsOurs) court.judged();
        if (host.inMaintenance && host.maintenanceIsOurs) {
          court.violation(host.name, 'was left in maintenance mode');
        }
      }
    }
  },
};
