import type { JournalEntry } from '../world/model.js';
import { flag, text, versionOrNull, word } from './detail.js';
import type { EstateState, HostState } from './estate.js';
import { AUTHORITY_SERVICES } from './conditions.js';
import { hostNamed } from './estate.js';
import { isForeign } from './foreign.js';
import { entersMaintenance } from './work.js';

type Change = Partial<HostState>;

/** What an entry changes about its host; `undefined` = it says nothing about a host. */
function changeOf(host: HostState, entry: JournalEntry): Change | undefined {
  switch (entry.effect) {
    case 'host.maintenance.requested':
      return entersMaintenance(entry) ? { entering: !isForeign(entry) } : undefined;
    case 'host.maintenance.failed':
      return { entering: false };
    case 'host.maintenance.entered':
      return { inMaintenance: true, entering: false, maintenanceIsOurs: !isForeign(entry) };
    case 'host.maintenance.exited':
      return { inMaintenance: false, entering: false, maintenanceIsOurs: false };
    case 'host.install':
      // The new image waits in the other boot bank until the next boot.
      return { mayReboot: true, ...cameFrom(entry) };
    case 'host.reboot': {
      // A stranger's reboot is to the upgrade what any other mishap is.
      const by = isForeign(entry) ? 'fault' : word(entry, 'by', ['vlcm', 'operator', 'fault', 'console']);
      return { rebooting: by, mayReboot: by !== 'operator' };
    }
    case 'host.booted':
      return booted(host, entry);
    case 'host.connection':
      return { connection: word(entry, 'state', ['connected', 'disconnected', 'notResponding']) };
    case 'host.attested':
      return { attestedBy: new Set([...host.attestedBy, text(entry, 'taHost')]), knownException: false };
    case 'host.unattested':
    case 'host.report.expired':
      return {
        attestedBy: without(host.attestedBy, text(entry, 'taHost')),
        ...(host.attestedBy.has(text(entry, 'taHost')) ? { reportLostAt: entry.labTime } : {}),
        mayReboot: true,
      };
    case 'host.removed':
      return { isRemoved: true, entering: false, connection: 'disconnected' };
    case 'host.restored':
      // A new installation knows of no maintenance mode.
      return word(entry, 'way', ['rollback', 'fresh-install']) === 'fresh-install'
        ? { inMaintenance: false, maintenanceIsOurs: false }
        : undefined;
    case 'host.added':
      return {
        isRemoved: false,
        wasAdded: true,
        connection: 'connected',
        stoppedServices: new Set(AUTHORITY_SERVICES),
      };
    case 'host.service':
      return services(host, entry);
    default:
      return undefined;
  }
}

const cameFrom = (entry: JournalEntry): Change => {
  const from = text(entry, 'from');
  return from === text(entry, 'to') ? {} : { cameFrom: from };
};

/** Reports are made anew after each boot; services start with the host. */
function booted(host: HostState, entry: JournalEntry): Change {
  const installed = text(entry, 'installed');
  const measured = text(entry, 'measured');
  const reached = host.apply?.version ?? installed;
  return {
    installed,
    measured,
    fallback: versionOrNull(entry, 'fallback'),
    attestedBy: new Set(),
    stoppedServices: new Set(),
    servicesStoppedByUs: new Set(),
    // A Quick Boot leaves a full boot owed (QB-4); a fallen-back boot bank may be tried again.
    mayReboot: host.mayReboot || installed !== measured || installed !== reached,
  };
}

function without(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  return new Set([...set].filter((candidate) => candidate !== item));
}

function services(host: HostState, entry: JournalEntry): Change {
  const service = text(entry, 'service');
  const stoppedServices = without(host.stoppedServices, service);
  const servicesStoppedByUs = without(host.servicesStoppedByUs, service);
  if (flag(entry, 'running')) return { stoppedServices, servicesStoppedByUs };
  const isOurs = entry.login !== '' && !isForeign(entry);
  return {
    stoppedServices: new Set([...stoppedServices, service]),
    servicesStoppedByUs: isOurs ? new Set([...servicesStoppedByUs, service]) : servicesStoppedByUs,
  };
}

export function foldHost(state: EstateState, entry: JournalEntry): EstateState {
  if (!entry.effect.startsWith('host.')) return state;
  const host = hostNamed(state, entry.subject);
  const change = changeOf(host, entry);
  if (!change) return state;
  const cluster = state.clusters.get(host.cluster);
  if (!cluster) return state;
  const { rebooting, apply, ...rest } = { ...host, ...change };
  // What has ended is left out rather than set to undefined: a reboot with its boot, an apply when the host comes anew.
  const stillRebooting = rebooting !== undefined && entry.effect !== 'host.booted';
  const next: HostState = {
    ...rest,
    ...(stillRebooting ? { rebooting } : {}),
    ...(apply !== undefined && entry.effect !== 'host.added' ? { apply } : {}),
  };
  const hosts = new Map(cluster.hosts).set(host.name, next);
  return { ...state, clusters: new Map(state.clusters).set(host.cluster, { ...cluster, hosts }) };
}
