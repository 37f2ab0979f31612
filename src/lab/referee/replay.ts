import type { JournalEntry } from '../world/model.js';
import type { EstateState } from './estate.js';
import { foldCluster } from './replay-cluster.js';
import { foldConfiguration } from './replay-configuration.js';
import { foldHost } from './replay-host.js';
import { foldImages } from './replay-images.js';
import { startingEstate } from './replay-start.js';
import { foldUpgrade } from './replay-upgrade.js';
import { foldVCenter } from './replay-vcenter.js';

const FOLDS = [foldVCenter, foldCluster, foldHost, foldImages, foldConfiguration];

/**
 * The estate after one more entry. Nothing is changed in place, so that a checker sees before and after.
 *
 * @throws Error when the journal cannot be understood: it does not begin with the estate, names what is not in
 * it, has a gap, or lacks a detail
 */
export function replay(
  before: EstateState | undefined,
  entry: JournalEntry,
  previous?: JournalEntry,
): EstateState {
  if (!before) return startingEstate(entry);
  if (entry.effect === 'lab.started')
    throw new Error(`entry ${entry.seq}: the lab was started a second time`);
  if (previous && entry.seq !== previous.seq + 1) {
    throw new Error(`entry ${entry.seq} follows ${previous.seq}: entries are missing or out of order`);
  }
  const upgraded = foldUpgrade(before, entry);
  return FOLDS.reduce((state, fold) => fold(state, entry), upgraded);
}
