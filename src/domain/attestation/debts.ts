import { by } from '../compare.js';
import type { BaseImage, LedgerRow } from '../model/inventory.js';
import type { Debt } from '../model/run.js';
import type { EsxVersion } from '../model/version.js';
import { compareEsxVersions } from '../versions/index.js';
import { baseImageRemovalBlockers } from './base-images.js';
import { debtText } from './debt-ledger.js';
import { isInDebt } from './ledger.js';

/**
 * Hosts whose last full boot was on another version than the installed one, or is unknown: each keeps an old image
 * needed until it boots fully.
 *
 * @rule QB-3, QB-4, DG-14
 */
export function quickBootDebts(ledger: readonly LedgerRow[]): Debt[] {
  return ledger
    .filter((row) => isInDebt(row))
    .toSorted(by(({ host }) => host.name))
    .map((row) => ({
      kind: 'quick-boot',
      subject: row.host.name,
      rule: 'QB-4',
      text: debtText(row),
    }));
}

/**
 * Images older than the target that stay in the Trust Authority Cluster: removal is never part of a roll.
 *
 * @rule QB-4, DG-5
 */
export function keptImageDebts(
  ledger: readonly LedgerRow[],
  images: readonly BaseImage[],
  target: EsxVersion,
): Debt[] {
  return images
    .filter(({ version }) => compareEsxVersions(version, target) < 0)
    .toSorted((a, b) => compareEsxVersions(a.version, b.version))
    .map((image) => {
      const needed = baseImageRemovalBlockers(image, ledger).map(({ subject }) => subject);
      return {
        kind: 'image-kept',
        subject: image.version,
        rule: 'QB-4',
        text:
          needed.length === 0
            ? `Base image ${image.version} stays; no host needs it any more.`
            : `Base image ${image.version} stays; needed by ${needed.length}: ${shortList(needed)}.`,
      };
    });
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
