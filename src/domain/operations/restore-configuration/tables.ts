import type { ItemComparison, ItemToApply } from '../../archive/compare.js';
import { describeItem, keyOf } from '../../archive/item.js';
import type { ArchiveManifest } from '../../archive/manifest.js';
import type { EvidenceTable } from '../model.js';

/** Every item of the archive: how it stands in the cluster, and what is done. */
export function comparisonTable(
  compared: readonly ItemComparison[],
  apply: readonly ItemToApply[],
): EvidenceTable {
  const applied = new Map(apply.map(({ item, again }) => [keyOf(item), again]));
  return {
    title: 'Archive against cluster, in the order of applying',
    columns: ['item', 'in the cluster', 'what is done'],
    rows: compared.map(({ item, state }) => {
      const again = applied.get(keyOf(item));
      const done = again === undefined ? 'nothing' : again ? 'applied again' : 'applied';
      return [describeItem(item), state, done];
    }),
  };
}

/** What must come from people, or stays missing. */
export function notArchivedTable({ notArchived }: ArchiveManifest): EvidenceTable {
  return {
    title: 'Not in the archive',
    columns: ['what', 'of', 'who keeps it'],
    rows: notArchived.map(({ kind, subject, keeper }) => [kind, subject, keeper]),
  };
}
