import type { Estate, VCenterRef } from '../../src/domain/model/estate.js';
import type { ClusterRef, HostRef } from '../../src/domain/model/inventory.js';
import type { RunningTask } from '../../src/domain/model/running-task.js';
import type { BlobStorePort } from '../../src/ports/records.js';
import { memoryBlobs } from './memory-blobs.js';
import type { StubShape, StubTrouble } from './stub-shape.js';

export const OLD = '8.0.2-22380479';
export const NEW = '8.0.3-24022510';
export const VC_OLD = { version: '8.0.2.00000', build: '22385739' };
/** Of another release line than the target: people upgrade it. */
export const VC_SEVEN = { version: '7.0.3.01700', build: '22357613' };
export const VC_NEW = { version: '8.0.3.00000', build: '24022515' };

export interface StubHost {
  version: string;
  measured: string;
  bootType: 'full' | 'quick';
  boots: number;
  inMaintenance: boolean;
  readonly ref: HostRef;
  readonly cluster: ClusterRef;
}
/** What a stub estate is, and remembers; tests and activities write it. */
export function createStubWorld(shape: StubShape, trouble: StubTrouble) {
  let blobs = memoryBlobs();
  const effects: string[] = [];
  /** Running tasks, by vCenter; tests put in what other administrators do. */
  const tasks: Record<string, RunningTask[]> = {};
  const vcenter = (name: string, zone: 'authority' | 'trusted'): VCenterRef => ({
    name,
    zone,
    url: `https://${name}.example.com`,
    tls: { thumbprint: 'AA' },
    credential: name,
  });
  const ta = vcenter('ta-vc', 'authority');
  const wl = vcenter('wl-vc', 'trusted');
  const estate: Estate = {
    name: 'stub',
    authority: { vcenter: ta, cluster: 'TA' },
    trusted: [
      {
        vcenter: wl,
        ...(shape.linkedMode === undefined ? {} : { linkedMode: shape.linkedMode }),
        clusters: Object.keys(shape.clusters).map((name) => ({ name })),
      },
    ],
    taskQueues: { authority: 'vta-authority', trusted: 'vta-trusted' },
  };
  /** Applied vTA configuration per trusted cluster; OK where nothing is written. */
  const applied: Record<string, 'NONE' | 'OK' | 'ERROR'> = {};
  /** State of the update engine per vCenter; at rest where nothing is written. */
  const updateStates: Record<string, string> = {};
  const versions: Record<string, { version: string; build: string }> = {
    'ta-vc': shape.vcentersFrom ?? VC_OLD,
    'wl-vc': shape.vcentersFrom ?? VC_OLD,
  };
  const policies: Record<string, Record<string, unknown>> = {};
  const commits: Record<string, string> = {};
  const images = new Set(shape.upgraded === true ? [OLD, NEW] : [OLD]);
  /** Hashes of the files that were imported. */
  const imports: string[] = [];
  const hosts = new Map<string, StubHost>();
  const addHosts = (owner: VCenterRef, cluster: string, count: number, quickBoot: boolean): void => {
    policies[cluster] = {
      enable_quick_boot: quickBoot,
      pre_remediation_power_action: 'DO_NOT_CHANGE_VMS_POWER_STATE',
    };
    for (let i = 1; i <= count; i++) {
      const name = `${cluster.toLowerCase()}-${i}`;
      hosts.set(name, {
        version: OLD,
        measured: OLD,
        bootType: 'full',
        boots: 0,
        inMaintenance: false,
        ref: { vcenter: owner.name, moid: `host-${name}`, name },
        cluster: { vcenter: owner.name, moid: `domain-${cluster}`, name: cluster },
      });
    }
  };
  addHosts(ta, 'TA', shape.taHosts, false);
  for (const [name, count] of Object.entries(shape.clusters)) {
    addHosts(wl, name, count, name.endsWith('QB'));
    if (shape.upgraded === true) commits[name] = NEW;
  }
  for (const host of hosts.values()) {
    if (shape.upgraded === true && host.ref.vcenter === wl.name)
      Object.assign(host, { version: NEW, measured: NEW });
  }

  for (const [name, count] of Object.entries(shape.regular ?? {}))
    addHosts(wl, name, count, name.endsWith('QB'));
  /** Services bound to a regular cluster, as `attestation Regular`. */
  const bound = new Set<string>();
  for (const name of shape.quickBooted?.hosts ?? []) {
    const host = hosts.get(name);
    if (host === undefined) throw new Error(`no host ${name}`);
    Object.assign(host, { version: shape.quickBooted?.to, boots: 1, bootType: 'quick' });
  }
  if (shape.quickBooted !== undefined) images.add(shape.quickBooted.to);
  const byRef = ({ moid }: HostRef): StubHost => {
    const found = [...hosts.values()].find(({ ref }) => ref.moid === moid);
    if (found === undefined) throw new Error(`no host ${moid}`);
    return found;
  };
  return {
    shape,
    trouble,
    effects,
    tasks,
    ta,
    wl,
    estate,
    applied,
    updateStates,
    versions,
    policies,
    commits,
    images,
    imports,
    hosts,
    bound,
    byRef,
    effect: (what: string): void => void effects.push(what),
    /** Where the surveys put what they read. */
    useBlobs: (shared: BlobStorePort): void => void (blobs = shared),
    put: (bytes: Uint8Array): Promise<string> => blobs.put(bytes),
  };
}

export type StubWorld = ReturnType<typeof createStubWorld>;
