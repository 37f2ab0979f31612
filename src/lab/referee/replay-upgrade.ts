import type { JournalEntry } from '../world/model.js';
import type { EstateState, UpgradeState } from './estate.js';
import { isForeign } from './foreign.js';
import type { Start } from './work.js';
import { highest, lastingStarts, subjectOf } from './work.js';

/**
 * Which tiers this upgrade has begun. The journal does not name runs, so a new upgrade is taken to begin when
 * something of a lower tier, changed before, is given another target: a retry has the same one.
 */
export function foldUpgrade(state: EstateState, entry: JournalEntry): EstateState {
  if (isForeign(entry)) return state;
  const begun = lastingStarts({ before: state, entry });
  if (begun.length === 0) return state;
  return { ...state, upgrade: begun.reduce(withStart, state.upgrade) };
}

function withStart(upgrade: UpgradeState, start: Start): UpgradeState {
  const subject = subjectOf(start);
  const earlier = upgrade.targets.get(subject);
  const anew = start.target !== undefined && earlier !== undefined && earlier !== start.target;
  const current = anew && start.tier < highest(upgrade.begun) ? fresh(upgrade) : upgrade;
  const targets = new Map(current.targets);
  if (start.target !== undefined) targets.set(subject, start.target);
  return { ...current, begun: new Set([...current.begun, start.tier]), targets };
}

const fresh = ({ number }: UpgradeState): UpgradeState => ({
  number: number + 1,
  begun: new Set(),
  targets: new Map(),
});
