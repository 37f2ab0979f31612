import type { JournalEntry } from '../world/model.js';
import { names, text } from './detail.js';
import type { EstateState } from './estate.js';
import { hostNamed } from './estate.js';

/**
 * The vTA configuration as each TA host has it. What an emptied cluster held uniformly is remembered as lost, and so is what
 * the others hold when a host is added that has nothing.
 */
export function foldConfiguration(state: EstateState, entry: JournalEntry): EstateState {
  switch (entry.effect) {
    case 'configuration.changed':
      return changed(state, entry);
    case 'configuration.emptied':
      return emptied(state, names(entry, 'hosts'));
    case 'host.removed':
      return without(state, entry.subject);
    case 'host.added':
      return hostNamed(state, entry.subject).kind === 'authority' ? added(state, entry.subject) : state;
    case 'image.removed': {
      const lost = new Map(state.lost);
      lost.delete(`baseImage/${text(entry, 'version')}`);
      return { ...state, lost };
    }
    default:
      return state;
  }
}

function without(state: EstateState, host: string): EstateState {
  const configuration = new Map(state.configuration);
  configuration.delete(host);
  return { ...state, configuration };
}

function added(state: EstateState, host: string): EstateState {
  const others = [...state.configuration.keys()].filter((name) => name !== host);
  const configuration = new Map(state.configuration).set(host, new Map<string, string>());
  return { ...state, lost: heldByAll(state, others), configuration };
}

/** What is lost already, and what all these hosts hold alike. */
function heldByAll(state: EstateState, hosts: readonly string[]): Map<string, string> {
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
  return lost;
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
  const nothing = hosts.map((host) => [host, new Map<string, string>()] as const);
  return {
    ...state,
    lost: heldByAll(state, hosts),
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
