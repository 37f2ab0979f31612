import type { JournalEntry } from '../world/model.js';
import { names, text } from './detail.js';
import type { EstateState } from './estate.js';

/** The vTA configuration as each TA host has it. What an emptied cluster held uniformly is remembered as lost. */
export function foldConfiguration(state: EstateState, entry: JournalEntry): EstateState {
  if (entry.effect === 'configuration.changed') return changed(state, entry);
  return entry.effect === 'configuration.emptied' ? emptied(state, names(entry, 'hosts')) : state;
}

function changed(state: EstateState, entry: JournalEntry): EstateState {
  const item = text(entry, 'item');
  const digests = entry.detail['digests'] as Readonly<Record<string, string | null>> | undefined;
  if (digests === undefined) throw new Error(`entry ${entry.seq}: no digests`);
  const configuration = new Map(state.configuration);
  for (const [host, digest] of Object.entries(digests)) {
    const items = new Map(configuration.get(host));
    if (digest === null) items.delete(item);
    else items.set(item, digest);
    configuration.set(host, items);
  }
  return { ...state, configuration };
}

function emptied(state: EstateState, hosts: readonly string[]): EstateState {
  const [first = ''] = hosts;
  const held = hosts.map((host) => state.configuration.get(host));
  const lost = new Map(state.lost);
  for (const [item, digest] of held[0] ?? []) {
    if (held.every((items) => items?.get(item) === digest)) lost.set(item, digest);
  }
  for (const version of state.images.get(first) ?? []) {
    if (hosts.every((host) => state.images.get(host)?.has(version)))
      lost.set(`baseImage/${version}`, version);
  }
  const nothing = hosts.map((host) => [host, new Map<string, string>()] as const);
  return {
    ...state,
    lost,
    configuration: new Map([...state.configuration, ...nothing]),
    images: new Map([...state.images, ...hosts.map((host) => [host, new Set<string>()] as const)]),
  };
}

/** Items that were lost and that this TA host does not hold again as they were. */
export function notRestored({ lost, configuration, images }: EstateState, host: string): readonly string[] {
  const held = new Map(configuration.get(host));
  for (const version of images.get(host) ?? []) held.set(`baseImage/${version}`, version);
  return [...lost].filter(([item, digest]) => held.get(item) !== digest).map(([item]) => item);
}
