import type { Checker } from '../checker.js';
import type { Told } from '../told.js';

/** At the end no host is in maintenance that was not so from the beginning, unless a person knows of it. */
export const nothingLeftInMaintenance = ({ knownLeft = [] }: Told): Checker => ({
  rule: 'maintenance',
  end: (last, court) => {
    for (const cluster of last.clusters.values()) {
      for (const host of cluster.hosts.values()) {
        if (host.apply || host.maintenanceIsOurs) court.judged();
        if (host.inMaintenance && host.maintenanceIsOurs && !knownLeft.includes(host.name)) {
          court.violation(host.name, 'was left in maintenance mode');
        }
      }
    }
  },
});
