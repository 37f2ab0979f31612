import type { Topology } from '../topology/schema.js';

/** How long an attestation report counts, and when it is renewed; lab seconds. */
export interface ReportTimes {
  readonly lifetime: number;
  readonly renewAfter: number;
}

const MINUTE = 60;
const DAY = 86_400;

/** No source states these times (vta-operations 2.5). */
export function reportTimes({ timing, assumptions }: Topology): ReportTimes {
  switch (assumptions.attestationReports) {
    case 'short-lived':
      return { lifetime: 30 * MINUTE, renewAfter: 20 * MINUTE };
    case 'long-lived':
      return { lifetime: 30 * DAY, renewAfter: 29 * DAY };
    case 'as-timed':
    case 'without-end': {
      const lifetime = timing.reportLifetimeSeconds;
      return { lifetime, renewAfter: Math.max(MINUTE, lifetime - timing.reportRenewBeforeSeconds) };
    }
  }
}
