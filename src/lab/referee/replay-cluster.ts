import type { JournalEntry } from '../world/model.js';
import { flag, names, record, text } from './detail.js';
import type { ApplyOnHost, ClusterState, EstateState, HostState } from './estate.js';
import { clusterAt, clusterKey, hostNamed, versionKey } from './estate.js';
import { isTrusted } from './conditions.js';
import { isForeign } from './foreign.js';
import { appliedHosts } from './work.js';

function changed(state: EstateState, entry: JournalEntry, change: Partial<ClusterState>): EstateState {
  const clusters = new Map(state.clusters);
  const cluster = clusterAt(state, entry.vcenter, entry.subject);
  clusters.set(clusterKey(entry.vcenter, entry.subject), { ...cluster, ...change });
  return { ...state, clusters };
}

/** Policies, and which hosts an image is being applied to. */
export function foldCluster(state: EstateState, entry: JournalEntry): EstateState {
  if (entry.effect === 'cluster.policy.written') {
    return changed(state, entry, { policy: record(entry, 'after'), policyWritten: true });
  }
  if (entry.effect === 'trust.bound') return bound(state, entry);
  if (entry.effect === 'trust.remediated') return changed(state, entry, { mistrusts: false });
  if (entry.effect === 'host.added' && flag(entry, 'newCertificate')) return allMistrust(state);
  // A stranger's remediation is nobody's work under way; what it does to hosts is told by their own entries.
  if (isForeign(entry)) return state;
  if (entry.effect === 'cluster.apply.requested') return applyRequested(state, entry);
  if (entry.effect === 'cluster.apply.ended') return applyEnded(state, entry);
  return state;
}

/** From here on its hosts are trusted hosts; what they have to prove they have not proven yet. */
function bound(state: EstateState, entry: JournalEntry): EstateState {
  const { kind, hosts } = clusterAt(state, entry.vcenter, entry.subject);
  if (kind !== 'plain') return state;
  const trusted = [...hosts].map(
    ([name, host]) => [name, { ...host, kind: 'trusted', knownException: true }] as const,
  );
  return changed(state, entry, { kind: 'trusted', joined: true, hosts: new Map(trusted) });
}

/** Every trusted cluster knows the TA host by its former certificate. */
function allMistrust(state: EstateState): EstateState {
  const clusters = new Map(
    [...state.clusters].map(([key, cluster]) => [
      key,
      cluster.kind === 'trusted' ? { ...cluster, mistrusts: true } : cluster,
    ]),
  );
  return { ...state, clusters };
}

function applyRequested(state: EstateState, entry: JournalEntry): EstateState {
  const version = text(entry, 'version');
  const apply: ApplyOnHost = { commit: text(entry, 'commit'), version, status: 'running' };
  const testHosts = new Map(state.testHosts);
  const firstHosts = new Map(state.firstHosts);
  const hosts = new Map(clusterAt(state, entry.vcenter, entry.subject).hosts);
  for (const name of appliedHosts({ before: state, entry })) {
    const host = hostNamed(state, name);
    hosts.set(name, { ...host, apply, mayReboot: true });
    if (host.kind !== 'trusted') continue;
    const test = versionKey(host.vcenter, version);
    if (!isTrusted(state, version) && !testHosts.has(test)) testHosts.set(test, name);
    const first = versionKey(host.cluster, version);
    if (!firstHosts.has(first)) firstHosts.set(first, name);
  }
  return { ...changed(state, entry, { hosts }), testHosts, firstHosts };
}

/** A failed request that names no host failed on all of them. */
function applyEnded(state: EstateState, entry: JournalEntry): EstateState {
  const failed = names(entry, 'failed');
  const commit = text(entry, 'commit');
  const allFailed = !flag(entry, 'ok') && failed.length === 0;
  const ended = (host: HostState): HostState => {
    if (host.apply?.status !== 'running' || host.apply.commit !== commit) return host;
    const status = allFailed || failed.includes(host.name) ? 'failed' : 'ok';
    return { ...host, apply: { ...host.apply, status } };
  };
  const cluster = clusterAt(state, entry.vcenter, entry.subject);
  return changed(state, entry, { hosts: new Map([...cluster.hosts].map(([name, h]) => [name, ended(h)])) });
}
