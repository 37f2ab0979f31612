import type { JournalEntry } from '../world/model.js';
import { names, text } from './detail.js';
import type { EstateState } from './estate.js';
import { hostNamed } from './estate.js';

/** Base images as each TA host has them: an import may reach only some (INV-5). */
export function foldImages(state: EstateState, entry: JournalEntry): EstateState {
  if (entry.effect === 'host.removed' || entry.effect === 'host.added') return membership(state, entry);
  if (entry.effect !== 'image.imported' && entry.effect !== 'image.removed') return state;
  const version = text(entry, 'version');
  const images = new Map(state.images);
  for (const taHost of names(entry, 'hosts')) {
    const held = images.get(taHost);
    if (!held) throw new Error(`entry ${entry.seq}: ${taHost} is not a TA host`);
    const next = new Set(held);
    if (entry.effect === 'image.imported') next.add(version);
    else next.delete(version);
    images.set(taHost, next);
  }
  return { ...state, images };
}

/** A host that is taken in has no image, and one that is out does not count. */
function membership(state: EstateState, { subject, effect }: JournalEntry): EstateState {
  if (hostNamed(state, subject).kind !== 'authority') return state;
  const images = new Map(state.images);
  if (effect === 'host.added') images.set(subject, new Set());
  else images.delete(subject);
  return { ...state, images };
}
