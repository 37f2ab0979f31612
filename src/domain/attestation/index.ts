import type { Finding } from '../model/finding.js';
import type { BaseImage, BootEvidence, EsxHost, LedgerRow } from '../model/inventory.js';
import type { Debt } from '../model/run.js';
import type { EsxVersion } from '../model/version.js';
export declare function ledgerAfterBoot(
  row: LedgerRow,
  after: { installed: EsxVersion; boot: BootEvidence; at: string },
): LedgerRow;
export declare function ledgerFromInventory(
  host: EsxHost,
  previous: LedgerRow | undefined,
  at: string,
): LedgerRow;
/** The version that attestation should see; absent = unknown. */
export declare function expectedAttestation(row: LedgerRow): EsxVersion | undefined;
export declare function baseImageRemovalBlockers(image: BaseImage, ledger: readonly LedgerRow[]): Finding[];
/** Images that some host needs, by version, with the hosts that need them. */
export declare function imagesStillNeeded(
  ledger: readonly LedgerRow[],
  images: readonly BaseImage[],
): { image: BaseImage; neededBy: readonly string[] }[];
export type AttestationFailure =
  | {
      readonly kind: 'base-image-missing';
      readonly missing: EsxVersion;
      readonly text: string;
      readonly logs: readonly string[];
    }
  | {
      readonly kind:
        'security-review' | 'host-fault' | 'ta-configuration' | 'transient' | 'version-skew' | 'unknown';
      readonly text: string;
      readonly logs: readonly string[];
    };
export declare function classifyAttestationFailure(input: {
  readonly row: LedgerRow;
  readonly trusted: readonly EsxVersion[];
  readonly messages: readonly string[];
}): AttestationFailure;
export declare function quickBootDebts(ledger: readonly LedgerRow[]): Debt[];
/** One debt per image older than `target` that stays in the Trust Authority Cluster (QB-4). */
export declare function keptImageDebts(
  ledger: readonly LedgerRow[],
  images: readonly BaseImage[],
  target: EsxVersion,
): Debt[];
