import type { JournalEntry } from '../world/model.js';
import { flag, text } from './detail.js';
import type { EstateState, VCenterState } from './estate.js';
import { vcenterNamed } from './estate.js';

function changed(state: EstateState, name: string, change: Partial<VCenterState>): EstateState {
  const vcenters = new Map(state.vcenters);
  vcenters.set(name, { ...vcenterNamed(state, name), ...change });
  return { ...state, vcenters };
}

export function foldVCenter(state: EstateState, entry: JournalEntry): EstateState {
  const { effect, subject } = entry;
  if (effect === 'vcenter.backup.ended') {
    return flag(entry, 'ok') ? changed(state, subject, { backedUp: true }) : state;
  }
  if (effect === 'vcenter.install.started') {
    return changed(state, subject, { install: { version: text(entry, 'version'), status: 'running' } });
  }
  if (effect === 'vcenter.install.ended') {
    const version = text(entry, 'version');
    return flag(entry, 'ok')
      ? changed(state, subject, { install: { version, status: 'ok' }, version, backedUp: false })
      : changed(state, subject, { install: { version, status: 'failed' } });
  }
  if (effect === 'vcenter.principal.changed') return changed(state, subject, { principalChanged: true });
  // Only the Trust Authority Cluster can accept it again; what the hosts run says nothing about it.
  if (effect === 'principal.imported') return changed(state, text(entry, 'of'), { principalChanged: false });
  return state;
}
