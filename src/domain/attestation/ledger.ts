import type { BootEvidence, EsxHost, LedgerRow } from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';

/**
 * The ledger after a boot: a full boot is measured with what was installed; a Quick Boot leaves the old measurement,
 * because the firmware did not run. An unknown boot type counts as Quick Boot.
 *
 * @param at - time of the observation, ISO 8601
 * @rule QB-3, DG-3, DG-14, INV-3
 */
export function ledgerAfterBoot(
  row: LedgerRow,
  after: { installed: EsxVersion; boot: BootEvidence; at: string },
): LedgerRow {
  const measured = measuredAfter(after.boot, after.installed, row.measured);
  return owed(row, {
    host: row.host,
    installed: after.installed,
    ...(measured !== undefined && { measured }),
    installedSince: installedSince(row, after),
    boot: after.boot,
    at: after.at,
  });
}

/** A host in debt: it attests with another version than it runs, or nobody knows with which. @rule QB-4, DG-14 */
export function isInDebt({ installed, measured }: Pick<LedgerRow, 'installed' | 'measured'>): boolean {
  return measured === undefined || measured !== installed;
}

/** A debt that was there before is as old as it was; a new one begins with the boot that made it. */
function owed(before: LedgerRow | undefined, row: LedgerRow): LedgerRow {
  if (!isInDebt(row)) return row;
  const since = before !== undefined && isInDebt(before) ? (before.owedSince ?? before.at) : undefined;
  return { ...row, owedSince: since ?? row.boot.bootTime ?? row.at };
}

/**
 * An upgrade moves the version before into the other boot bank, one level only. A boot that the boot time does not tell
 * of has the time of its observation.
 */
function installedSince(
  row: LedgerRow,
  { installed, boot, at }: { installed: EsxVersion; boot: BootEvidence; at: string },
): NonNullable<LedgerRow['installedSince']> {
  if (row.installed === installed) return row.installedSince ?? { at: row.boot.bootTime ?? row.at };
  const isTold = boot.bootTime !== undefined && !isSameTime(row.boot.bootTime, boot.bootTime);
  return {
    at: isTold ? boot.bootTime : at,
    ...(row.installed !== undefined && { before: row.installed }),
  };
}

/** What a host runs and when it booted, as far as its vCenter tells. */
interface Booted {
  readonly installed?: EsxVersion;
  readonly bootTime?: string | undefined;
}

/**
 * What is known of the boot by which a host got from one version to another. When its boot time is the same as before,
 * the boot is not told by it, as may be with a Quick Boot, and whatever evidence there is belongs to an earlier boot: it
 * counts as Quick Boot, for good.
 *
 * @rule QB-3, DG-14
 */
export function observedBoot(before: Booted, after: Booted & Pick<EsxHost, 'boot'>): BootEvidence {
  return isHiddenBoot(before, after) && after.boot.type !== 'quick'
    ? {
        type: 'quick',
        source: 'boot-time',
        ...(after.bootTime !== undefined && { bootTime: after.bootTime }),
      }
    : after.boot;
}

/** Another version without another boot time. */
export function isHiddenBoot(before: Booted, after: Booted): boolean {
  return (
    before.installed !== undefined &&
    before.installed !== after.installed &&
    isSameTime(before.bootTime, after.bootTime)
  );
}

/**
 * The ledger row of a host as read now, continuing what was known. While the boot time is the same, the measured
 * version is kept, and evidence is only ever improved; after another boot, {@link ledgerAfterBoot} decides. A host
 * that could not be read keeps its row: not knowing changes nothing.
 *
 * @param at - time of the reading, ISO 8601
 * @rule DG-3, QB-3, DG-14
 */
export function ledgerFromInventory(host: EsxHost, previous: LedgerRow | undefined, at: string): LedgerRow {
  if (host.installed === undefined)
    return previous ?? owed(undefined, { host: host.ref, boot: host.boot, at });
  const boot = withBootTime(host.boot, host.bootTime);
  if (!previous) {
    return owed(undefined, {
      host: host.ref,
      installed: host.installed,
      ...(boot.type === 'full' && { measured: host.installed }),
      installedSince: { at: boot.bootTime ?? at },
      boot,
      at,
    });
  }
  const seen = observedBoot(
    { ...previous, bootTime: previous.boot.bootTime },
    { installed: host.installed, bootTime: boot.bootTime, boot },
  );
  // A Quick Boot stays one until the host boots again, whatever the events near the old boot time say.
  const isKnown = seen.type === 'unknown' || previous.boot.type === 'quick';
  const better = isSameTime(previous.boot.bootTime, seen.bootTime) && isKnown ? previous.boot : seen;
  return ledgerAfterBoot({ ...previous, host: host.ref }, { installed: host.installed, boot: better, at });
}

/**
 * The version attestation should see; undefined = unknown, then any trusted version may be right.
 *
 * @rule QB-3
 */
export function expectedAttestation(row: LedgerRow): EsxVersion | undefined {
  return row.measured;
}

function measuredAfter(
  boot: BootEvidence,
  installed: EsxVersion,
  before: EsxVersion | undefined,
): EsxVersion | undefined {
  switch (boot.type) {
    case 'full':
      return installed;
    case 'quick':
    case 'unknown':
      return before;
  }
}

function isSameTime(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && Date.parse(a) === Date.parse(b);
}

function withBootTime(boot: BootEvidence, bootTime: string | undefined): BootEvidence {
  return boot.bootTime !== undefined || bootTime === undefined ? boot : { ...boot, bootTime };
}
