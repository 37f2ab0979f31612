import type { JournalEntry } from '../world/model.js';
import type { Step } from './checker.js';
import { text } from './detail.js';
import { hostNamed } from './estate.js';

/**
 * What an upgrade should not have on its record although no rule forbids it in every case; told, not judged.
 * Faults of the lab bring some of it about.
 */
export function unexpectedEffect({ before, entry }: Step): string | undefined {
  const at = `${entry.seq} ${entry.subject}`;
  if (entry.effect === 'vm.locked') return `${at}: encrypted VM locked`;
  if (entry.effect === 'host.removed') return `${at}: host removed from ${text(entry, 'cluster')}`;
  if (entry.effect === 'image.removed') return `${at}: base image ${text(entry, 'version')} removed`;
  if (entry.effect === 'vcenter.principal.changed') return `${at}: signing certificates changed`;
  if (entry.effect === 'host.service' && isStop(entry)) {
    return `${at}: service ${text(entry, 'service')} stopped`;
  }
  if (entry.effect !== 'host.booted') return undefined;
  const host = hostNamed(before, entry.subject);
  const installed = text(entry, 'installed');
  if (host.rebooting === undefined) return `${at}: booted by itself`;
  if (host.apply?.status === 'running' && installed !== host.apply.version) {
    return `${at}: came back with ${installed} instead of ${host.apply.version}`;
  }
  return undefined;
}

/** Somebody let it stop; a restart comes up again. */
const isStop = ({ login, detail }: JournalEntry): boolean =>
  login !== '' && detail['running'] === false && detail['action'] !== 'restart';
