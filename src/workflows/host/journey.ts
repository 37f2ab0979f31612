import { ledgerAfterBoot } from '../../domain/attestation/index.js';
import type { EsxHost, LedgerRow } from '../../domain/model/inventory.js';
import type { HostStep } from '../../domain/model/plan.js';
import { bootSeen, type GuardFacts } from '../../domain/safety/index.js';
import type { BootReading } from '../../activities/reboot.js';
import type { Again } from '../attempt.js';

/** What the stages of one host know of those before them, also when one of them is entered again. */
export interface Journey {
  /** The host before anything was done to it: only the first look is that. */
  before?: GuardFacts;
  /** Time of its attestation report before the apply. */
  report?: string;
  booted?: EsxHost;
  row?: LedgerRow;
  /** True once the test host's image is trusted; for other hosts from the beginning. */
  isImageTrusted: boolean;
  /** From here on maintenance mode is this run's doing. */
  hasBegun: boolean;
  /** A person did the rest: it is only looked at. */
  isGivenBack: boolean;
  /** A person decided to start again from a point at or before the apply. */
  again?: Again;
  /** The boot before the reboot that is under way, read once for each reboot that is ordered. */
  from?: BootReading;
}

/** Nothing of the attempts before counts any more: the host is as it was before them. */
export function startedOver(journey: Journey): void {
  delete journey.before;
  delete journey.report;
  delete journey.booted;
  delete journey.row;
  delete journey.again;
  delete journey.from;
  journey.hasBegun = false;
  journey.isGivenBack = false;
}

export function hostBefore({ before }: Journey): EsxHost {
  return known(before?.host ?? null);
}

export function afterBoot({ booted, row }: Journey): { booted: EsxHost; row: LedgerRow } {
  if (booted === undefined || row === undefined) throw new Error('a stage after the boot without the boot');
  return { booted, row };
}

export function known(host: EsxHost | null): EsxHost {
  // The guards let nothing pass that could not be read.
  if (host === null) throw new Error('a host passed its guards without being read');
  return host;
}

/** Events that tell how it booted may come minutes after the boot. @rule DG-3, DG-14 */
export function withLateEvidence(row: LedgerRow, host: EsxHost): LedgerRow {
  if (row.boot.type !== 'unknown' || row.installed === undefined) return row;
  return ledgerAfterBoot(row, { installed: row.installed, boot: bootSeen(host, row), at: row.at });
}

export function firstRow(step: HostStep, host: EsxHost): LedgerRow {
  const { installed, measured } = step.expects;
  return {
    host: step.host,
    installed,
    ...(measured === undefined ? {} : { measured }),
    boot: host.boot,
    at: new Date().toISOString(),
  };
}
