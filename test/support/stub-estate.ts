import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { createStubServices } from './stub-services.js';
import type { AuthorityConfiguration } from '../../src/domain/archive/configuration.js';
import { createApplianceActivities } from '../../src/activities/appliance.js';
import type { AuthorityLook } from '../../src/activities/authority.js';
import type { VSphereDependencies } from '../../src/activities/dependencies.js';
import type { AttestedAfter } from '../../src/activities/retiring.js';
import type { Patience, Watched } from '../../src/activities/watch.js';
import type { Estate, TrustedSide, VCenterRef } from '../../src/domain/model/estate.js';
import type {
  ApplyPolicy,
  Attestation,
  AuthorityFacts,
  BaseImage,
  ClusterRef,
  EsxCluster,
  EsxHost,
  EstateInventory,
  HostRef,
  ImageFile,
  TrustLink,
  VCenterFacts,
} from '../../src/domain/model/inventory.js';
import type { UpgradeRequest } from '../../src/domain/model/plan.js';
import type { RunningTask, TaskList } from '../../src/domain/model/running-task.js';
import type { VCenterVersion } from '../../src/domain/model/version.js';
import { imageDatabaseOf } from '../../src/lab/world/image-database.js';
import type { Candidate } from '../../src/domain/operations/onboard-cluster/candidate.js';
import { foreignTaskOn } from '../../src/domain/safety/index.js';
import type { BlobStorePort } from '../../src/ports/records.js';
import { aConfiguration, aKeyProvider, aPrincipal, aTrustedConfiguration } from './archive-builders.js';

export const OLD = '8.0.2-22380479';
const NEW = '8.0.3-24022510';
const VC_OLD = { version: '8.0.2.00000', build: '22385739' };
/** Of another release line than the target: people upgrade it. */
export const VC_SEVEN = { version: '7.0.3.01700', build: '22357613' };
export const VC_NEW = { version: '8.0.3.00000', build: '24022515' };
const ATTESTED_UNTIL = '2099-01-01T00:00:00.000Z';

/** Clock of the trusted vCenter, long after every boot. */
export const STUB_CLOCK = '2026-03-01T00:00:00.000Z';

/** A hash-keyed store in memory. */
export function memoryBlobs(): BlobStorePort {
  const blobs = new Map<string, Uint8Array>();
  return {
    put: async (bytes) => {
      const hash = createHash('sha256').update(bytes).digest('hex');
      blobs.set(hash, bytes);
      return hash;
    },
    get: async (hash) => {
      const found = blobs.get(hash);
      if (found === undefined) throw new Error(`no blob ${hash}`);
      return found;
    },
  };
}

interface StubHost {
  version: string;
  measured: string;
  bootType: 'full' | 'quick';
  boots: number;
  inMaintenance: boolean;
  readonly ref: HostRef;
  readonly cluster: ClusterRef;
}

/** What a test may make go wrong; each is asked before the effect. What is taken out of it goes well from then on. */
export interface StubTrouble {
  remediationFails?: (host: string) => string | undefined;
  /** The error that whoever starts a remediation gets instead of an answer. */
  remediationRefused?: (host: string) => Error | undefined;
  /** Why services cannot be bound to a cluster; undefined = they can. */
  bindingFails?: () => string | undefined;
  /** Why a host is not back from a reboot; undefined = it is. */
  rebootFails?: (host: string) => string | undefined;
  /** Services that wl-vc has registered; as at the beginning when absent. */
  registered?: () => readonly string[];
  /** Whether a reboot of the host goes the short way, whatever the policy says. */
  rebootsQuickly?: (host: string) => boolean;
  /** Asked at every entry into maintenance mode. */
  evacuationFails?: (host: string) => string | undefined;
  backupFails?: (vcenter: string) => string | undefined;
  /** The error of a removal of a base image; undefined = it succeeds. */
  removalFails?: () => string | undefined;
  /** Why the vTA configuration cannot be archived; undefined = it can. */
  archiveFails?: () => string | undefined;
  /** What of the vTA configuration cannot be read when it is archived; undefined = nothing. */
  archiveLacks?: () => string | undefined;
  /** What the wait for an installation tells before its end. */
  installTells?: (
    vcenter: string,
    patience: Patience,
  ) => Watched<never> | Promise<Watched<never>> | undefined;
  /** Whether the TA hosts differ in their settings. */
  authorityDiffers?: () => boolean;
  attests?: (host: string) => boolean;
  /** Whether no event tells how the host booted. */
  bootsUnseen?: (host: string) => boolean;
  /** What the host's way into maintenance mode waits for. */
  evacuation?: (host: string) => Promise<void>;
  /** Why the host gives its image to nobody; undefined = it does. */
  exportRefused?: () => string | undefined;
  /** Holds a step of a host (`guards`, `evacuation`, `remediation`, …) or of a vCenter until it is resolved. */
  holds?: (step: string, subject: string) => Promise<unknown> | undefined;
  /** Why a service does not come up after its order; undefined = it does. */
  serviceHangs?: (host: string, service: string) => string | undefined;
  /** Whether the answer to an order about a service is lost. */
  orderUnanswered?: (host: string, service: string) => boolean;
  /** TA host that health names as not answering. */
  unhealthy?: () => string | undefined;
  /** Why a vCenter cannot be surveyed; undefined = it can. */
  unreadable?: (vcenter: string) => string | undefined;
}

/**
 * An estate that exists in memory only and does everything at once: what the order of a run is tested with. Effects
 * are listed as `effect subject`; nothing of vSphere is simulated.
 */
export function createStubEstate(
  shape: {
    taHosts: number;
    clusters: Readonly<Record<string, number>>;
    vcentersFrom?: VCenterVersion;
    /** False = baselines manage the Trust Authority Cluster. */
    taImage?: boolean;
    /** Clusters of `wl-vc` that are no part of the estate, by their number of hosts. */
    regular?: Readonly<Record<string, number>>;
    /** Clusters whose policy switches HA admission control off. */
    disablesAdmissionControl?: readonly string[];
    /** Trusted clusters that no image manages. */
    withoutImage?: readonly string[];
    /** Group of vCenters with which wl-vc is in linked mode. */
    linkedMode?: string;
    /** What is asked for instead of a plain upgrade of everything. */
    request?: Partial<UpgradeRequest>;
    /** Files of the archive. */
    imageFiles?: readonly ImageFile[];
    /** Hosts that were quick-booted to this version, which is trusted. */
    quickBooted?: { readonly to: string; readonly hosts: readonly string[] };
    /** The trusted side is on the new version; the old base image is still there. */
    upgraded?: boolean;
  },
  trouble: StubTrouble = {},
) {
  const effects: string[] = [];
  let blobs = memoryBlobs();
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
  const attestationOf = (host: StubHost): Attestation => {
    const isTrustedHost =
      shape.regular?.[host.cluster.name] === undefined || bound.has(`attestation ${host.cluster.name}`);
    const isAttested =
      isTrustedHost && images.has(host.measured) && (trouble.attests?.(host.ref.name) ?? true);
    const status = isAttested ? ('attested' as const) : ('notAttested' as const);
    const at = new Date().toISOString();
    return {
      status,
      ...(isAttested ? { attestedAt: at, attestedUntil: ATTESTED_UNTIL } : {}),
      services: [{ status, messages: isAttested ? [] : ['attest_unknown_software'] }],
    };
  };
  const hostFacts = (host: StubHost): EsxHost => {
    const bootTime = new Date(Date.UTC(2026, 0, 1 + host.boots)).toISOString();
    const isUnseen = host.boots > 0 && (trouble.bootsUnseen?.(host.ref.name) ?? false);
    return {
      ref: host.ref,
      cluster: host.cluster,
      role: host.ref.vcenter === ta.name ? 'authority' : 'trusted',
      installed: host.version,
      connection: 'connected',
      inMaintenance: host.inMaintenance,
      bootTime,
      boot: isUnseen
        ? { type: 'unknown', source: 'none', bootTime }
        : { type: host.bootType, source: 'event', bootTime },
      attestation: attestationOf(host),
      quickBootSupported: true,
      tpm: true,
      thumbprint: 'AA',
      poweredOnVms: 0,
      encryptedVms: 0,
      pinnedVms: [],
    };
  };
  const policyOf = (name: string): ApplyPolicy => ({
    enableQuickBoot: policies[name]?.['enable_quick_boot'] === true,
    powerAction: 'DO_NOT_CHANGE_VMS_POWER_STATE',
    disableDpm: false,
    disableAdmissionControl: shape.disablesAdmissionControl?.includes(name) === true,
    parallelRemediation: false,
    raw: { ...policies[name] },
  });
  const clusterFacts = (name: string): EsxCluster => {
    const members = [...hosts.values()].filter(({ cluster }) => cluster.name === name);
    const [first] = members;
    if (first === undefined) throw new Error(`no cluster ${name}`);
    return {
      ref: first.cluster,
      role: first.ref.vcenter === ta.name ? 'authority' : 'trusted',
      imageManaged: name === 'TA' ? shape.taImage !== false : shape.withoutImage?.includes(name) !== true,
      desired: { baseImage: commits[name] ?? OLD, commit: commits[name] === undefined ? '1' : '2' },
      policy: policyOf(name),
      drs: 'fullyAutomated',
      ha: { enabled: true, admissionControl: true },
      dpm: false,
      vsan: false,
      appliedConfig: 'OK',
      hosts: members.map(hostFacts),
    };
  };
  const vcenterFacts = ({ name, zone }: VCenterRef): VCenterFacts => ({
    name,
    zone,
    current: versions[name] ?? VC_OLD,
    updateState: updateStates[name] ?? 'UP_TO_DATE',
    pending: [{ version: VC_NEW.version, name: 'update', type: 'UPDATE', rebootRequired: true }],
    health: 'green',
    licensed: true,
    lastBackupAt: '2026-01-01T00:00:00.000Z',
  });
  const imageFacts = (version: string): BaseImage => ({
    version,
    id: version,
    displayName: version,
    health: 'OK',
    details: [],
  });
  const authority = (): AuthorityFacts => ({
    cluster: { vcenter: ta.name, moid: 'domain-TA', name: 'TA' },
    state: 'ENABLE',
    attestationService: 'OK',
    keyProviderService: 'OK',
    images: [...images].map(imageFacts),
    keyProviders: [{ name: 'kp', health: 'OK' }],
    principals: [{ id: 'p', issuer: 'i', health: 'OK' }],
    tpmSettings: trouble.authorityDiffers?.() === true ? 'ERROR' : 'OK',
    caCertificates: [{ name: 'ca', health: 'OK' }],
    endorsementKeys: [],
  });
  /** What the facts above name, as an archive has it. */
  const configuration = (): AuthorityConfiguration => {
    const { cluster, keyProviders, principals, caCertificates, images: listed } = authority();
    return aConfiguration({
      cluster,
      keyProviders: keyProviders.map(({ name }) => aKeyProvider({ name })),
      caCertificates: caCertificates.map(({ name }) => ({ name, chain: [name] })),
      endorsementKeys: [],
      baseImages: listed.map(({ version, id, displayName }) => ({ version, id, displayName })),
      principals: principals.map(({ issuer }) => aPrincipal({ issuer })),
    });
  };
  const storedPart = async <T extends object>(value: object, more: T, { name }: VCenterRef) => {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    const version = versions[name] ?? VC_OLD;
    return {
      hash: await blobs.put(bytes),
      bytes: bytes.byteLength,
      vcenter: name,
      vcenterVersion: version,
      ...more,
    };
  };
  const link: TrustLink = {
    vcenter: wl.name,
    principalFingerprint: 'f',
    principalIssuer: 'i',
    attestationServices: ['ta-1:443'],
    keyProviderServices: ['ta-1:443'],
  };
  const done = <T>(value: T): Watched<T> => ({
    state: 'done',
    value,
    startedAtMs: Date.now(),
    noticedAtMs: Date.now(),
  });
  const effect = (what: string): void => void effects.push(what);
  type OnHost = { host: HostRef };
  type OnCluster = { cluster: ClusterRef };

  const hold = async (step: string, subject: string): Promise<void> => {
    const held = trouble.holds?.(step, subject);
    if (held !== undefined) await Promise.race([held, Context.current().cancelled]);
  };
  const taskList = (vcenter: string): TaskList => ({
    vcenter,
    login: 'VSPHERE.LOCAL\\svc-vta',
    tasks: tasks[vcenter] ?? [],
  });
  const store = async (part: unknown): Promise<{ hash: string }> => ({
    hash: await blobs.put(new TextEncoder().encode(JSON.stringify(part))),
  });
  const refuseUnreadable = ({ name }: VCenterRef): void => {
    const why = trouble.unreadable?.(name);
    if (why !== undefined) throw ApplicationFailure.nonRetryable(why, 'refused');
  };

  const zone = {
    surveyTroubles: async () => store([]),
    readTroubles: async ({ host }: { host?: HostRef }) => [`task of ${host?.name ?? 'the vCenter'} failed`],
    lookAtTasks: async ({ vcenter: { name } }: { vcenter: VCenterRef }) => taskList(name),
    lookAtHost: async ({ host, withTasks }: OnHost & { withTasks?: boolean }) => {
      await hold('guards', host.name);
      const cluster = clusterFacts(byRef(host).cluster.name);
      return {
        host: hostFacts(byRef(host)),
        clusterHosts: cluster.hosts,
        ...(withTasks === true ? foreignTaskOn(taskList(host.vcenter), cluster) : {}),
      };
    },
    startMaintenance: async ({ host }: OnHost) => {
      effect(`enter ${host.name}`);
      const error = trouble.evacuationFails?.(host.name);
      if (error === undefined) byRef(host).inMaintenance = true;
      return error === undefined ? {} : { task: { kind: 'vim' as const, id: error } };
    },
    awaitMaintenance: async ({
      host,
      task,
      patience,
    }: OnHost & { task?: { id: string }; patience: { handedOver: boolean } }): Promise<
      Watched<{ inMaintenance: boolean }>
    > => {
      await hold('evacuation', host.name);
      await Promise.race([trouble.evacuation?.(host.name), Context.current().cancelled]);
      if (byRef(host).inMaintenance) return done({ inMaintenance: true });
      if (!patience.handedOver) return { state: 'failed', error: task?.id ?? 'failed' };
      return Context.current().cancelled;
    },
    awaitTurn: async () => done({ isFree: true }),
    startRemediation: async ({ host, cluster, target }: OnHost & OnCluster & { target: string }) => {
      const refusal = trouble.remediationRefused?.(host.name);
      if (refusal !== undefined) throw refusal;
      effect(`apply ${host.name}`);
      if (trouble.remediationFails?.(host.name) !== undefined) return {};
      const it = byRef(host);
      it.version = target;
      it.boots++;
      it.bootType = policies[cluster.name]?.['enable_quick_boot'] === true ? 'quick' : 'full';
      if (it.bootType === 'full') it.measured = target;
      return {};
    },
    awaitRemediation: async ({
      host,
      target,
      patience,
    }: OnHost & { target: string; patience: { handedOver: boolean } }): Promise<Watched<EsxHost>> => {
      await hold('remediation', host.name);
      const it = byRef(host);
      if (it.version === target) return done(hostFacts(it));
      if (!patience.handedOver)
        return { state: 'failed', error: trouble.remediationFails?.(host.name) ?? 'failed' };
      // Whoever repairs the host by hand writes its version here.
      for (;;) {
        await Context.current().sleep(50);
        if (it.version === target) return done(hostFacts(it));
      }
    },
    readBoot: async ({ host }: OnHost) => {
      const { bootTime = '', boot } = hostFacts(byRef(host));
      return { bootTime, boot, readAtMs: Date.now() };
    },
    startReboot: async ({ host, from }: OnHost & { from: { bootTime: string } }) => {
      const it = byRef(host);
      if (hostFacts(it).bootTime !== from.bootTime) return {};
      effect(`reboot ${host.name}`);
      if (trouble.rebootFails?.(host.name) !== undefined) return {};
      const isQuick =
        trouble.rebootsQuickly?.(host.name) ?? policies[it.cluster.name]?.['enable_quick_boot'] === true;
      it.boots++;
      it.bootType = isQuick ? 'quick' : 'full';
      if (!isQuick) it.measured = it.version;
      return {};
    },
    awaitReboot: async ({
      host,
      from,
      patience,
    }: OnHost & { from: { bootTime: string }; patience: { handedOver: boolean } }): Promise<
      Watched<EsxHost>
    > => {
      await hold('reboot', host.name);
      const it = byRef(host);
      if (hostFacts(it).bootTime !== from.bootTime) return done(hostFacts(it));
      if (!patience.handedOver)
        return { state: 'failed', error: trouble.rebootFails?.(host.name) ?? 'failed' };
      return Context.current().cancelled;
    },
    awaitUpgradeByHand: async ({ host, target }: OnHost & { target: string }) => {
      effect(`by hand ${host.name}`);
      const it = byRef(host);
      it.version = target;
      it.measured = target;
      it.bootType = 'full';
      it.boots++;
      return done(hostFacts(it));
    },
    awaitAttestation: async ({ host }: OnHost) => {
      await hold('attestation', host.name);
      return done(attestationOf(byRef(host)));
    },
    startExitMaintenance: async ({ host }: OnHost) => {
      effect(`exit ${host.name}`);
      byRef(host).inMaintenance = false;
      return {};
    },
    awaitExitMaintenance: async ({ host }: OnHost) => {
      await hold('exit', host.name);
      return done({ inMaintenance: false });
    },
    readPolicy: async ({ cluster }: OnCluster) => policyOf(cluster.name),
    writePlannedPolicy: async ({ cluster, planned }: OnCluster & { planned: { quickBoot: boolean } }) => {
      effect(`policy ${cluster.name} quickBoot=${planned.quickBoot}`);
      policies[cluster.name] = { ...policies[cluster.name], enable_quick_boot: planned.quickBoot };
    },
    restorePolicy: async ({ cluster, original }: OnCluster & { original: ApplyPolicy }) => {
      effect(`restore ${cluster.name}`);
      policies[cluster.name] = { ...original.raw };
    },
    startCommit: async ({ cluster, target }: OnCluster & { target: string }) => {
      effect(`commit ${cluster.name}`);
      commits[cluster.name] = target;
      return {};
    },
    awaitCommit: async () => done({ commit: '2' }),
    startBackup: async ({ vcenter: { name } }: { vcenter: VCenterRef }) => {
      effect(`backup ${name}`);
      return { job: 'job-1' };
    },
    awaitBackup: async ({
      vcenter: { name },
      patience,
    }: {
      vcenter: VCenterRef;
      patience: { handedOver: boolean };
    }): Promise<Watched<object>> => {
      const error = trouble.backupFails?.(name);
      if (error === undefined) return done({});
      if (!patience.handedOver) return { state: 'failed', error };
      return Context.current().cancelled;
    },
    precheckUpdate: async () => ({ errors: [], warnings: [] }),
    startStage: async ({ vcenter: { name } }: { vcenter: VCenterRef }) => effect(`stage ${name}`),
    awaitStage: async ({ vcenter: { name } }: { vcenter: VCenterRef }) => {
      await hold('stage', name);
      return done(null);
    },
    startInstall: async ({ vcenter: { name } }: { vcenter: VCenterRef }) => {
      effect(`install ${name}`);
      versions[name] = VC_NEW;
    },
    awaitInstall: async ({ vcenter: { name }, patience }: { vcenter: VCenterRef; patience: Patience }) =>
      trouble.installTells?.(name, patience) ?? done(VC_NEW),
    // The real wait, over what the vCenter reports here.
    awaitUpgrade: createApplianceActivities({
      vsphere: { appliance: { readVersion: async ({ name }: VCenterRef) => versions[name] ?? VC_OLD } },
      timeScale: 600,
    } as unknown as VSphereDependencies).awaitUpgrade,
    readVCenter: async (input: { vcenter: VCenterRef }) => vcenterFacts(input.vcenter),
  };
  const authorityZone = {
    ...zone,
    lookAtAuthority: async (): Promise<AuthorityLook> => ({
      facts: authority(),
      taHosts: clusterFacts('TA').hosts,
    }),
    surveyAuthority: async ({ vcenter }: { vcenter: VCenterRef }) => {
      refuseUnreadable(vcenter);
      return store({ vcenter: vcenterFacts(vcenter), facts: authority(), cluster: clusterFacts('TA') });
    },
    archiveConfiguration: async () => {
      const why = trouble.archiveFails?.();
      if (why !== undefined) throw ApplicationFailure.nonRetryable(why, 'refused');
      effect('archive configuration');
      const lacking = trouble.archiveLacks?.();
      const unreadable = lacking === undefined ? [] : [{ subject: lacking, reason: 'refused' }];
      return storedPart(configuration(), { cluster: authority().cluster, unreadable }, ta);
    },
    startImport: async ({ version, imageHash }: { version: string; imageHash: string }) => {
      effect(`import ${version}`);
      imports.push(imageHash);
      images.add(version);
      return {};
    },
    awaitImport: async ({ version }: { version: string }) => done(imageFacts(version)),
    startRemoval: async ({ version }: { version: string }) => {
      const why = trouble.removalFails?.();
      effect(`remove ${version}`);
      if (why === undefined) images.delete(version);
      return why === undefined ? {} : { task: { kind: 'cis' as const, id: why } };
    },
    awaitRemoval: async ({
      version,
      task,
      patience,
    }: {
      version: string;
      task?: { id: string };
      patience: Patience;
    }): Promise<Watched<{ removed: string }>> => {
      if (!images.has(version)) return done({ removed: version });
      if (!patience.handedOver) return { state: 'failed', error: task?.id ?? 'failed' };
      return Context.current().cancelled;
    },
  };
  const services = createStubServices(
    [...hosts.values()].filter(({ ref }) => ref.vcenter === ta.name).map(({ ref }) => ref),
    { trouble, effect, store },
  );
  const trustedZone = {
    ...zone,
    summariseAttestation: async () => ({
      unattested: [...hosts.values()]
        .filter((host) => host.ref.vcenter === wl.name && attestationOf(host).status !== 'attested')
        .map(({ ref }) => ref),
    }),
    archiveTrustedSide: async ({
      vcenter,
      clusters,
    }: {
      vcenter: VCenterRef;
      clusters: readonly string[];
    }) => {
      const bindings = clusters.map((name) => ({ name, moid: name, attestation: [], keyProvider: [] }));
      return storedPart({ ...aTrustedConfiguration(), clusters: bindings }, {}, vcenter);
    },
    readCluster: async ({ cluster }: OnCluster) => clusterFacts(cluster.name),
    startBinding: async ({ cluster, kind }: OnCluster & { kind: string }) => {
      effect(`bind ${kind} ${cluster.name}`);
      if (trouble.bindingFails?.() === undefined) bound.add(`${kind} ${cluster.name}`);
      return {};
    },
    awaitBinding: async ({
      cluster,
      kind,
      patience,
    }: OnCluster & { kind: string; patience: { handedOver: boolean } }): Promise<Watched<object>> => {
      if (bound.has(`${kind} ${cluster.name}`)) return done({ bound: true });
      if (!patience.handedOver) return { state: 'failed', error: trouble.bindingFails?.() ?? 'failed' };
      return Context.current().cancelled;
    },
    surveyTrustedSide: async ({ side }: { side: TrustedSide }) => {
      refuseUnreadable(side.vcenter);
      const clusters = side.clusters.map(({ name }) => clusterFacts(name));
      return store({ vcenter: vcenterFacts(side.vcenter), link, clusters });
    },
    surveyBeyond: async ({ side }: { side: TrustedSide }) => {
      refuseUnreadable(side.vcenter);
      return store({ vcenter: side.vcenter.name, clock: STUB_CLOCK, clusters: [] });
    },
    awaitAttestedAfter: async (): Promise<Watched<AttestedAfter>> => {
      await hold('renewal', 'wl-vc');
      const all = [...hosts.values()].filter((host) => host.ref.vcenter === wl.name);
      const lost = all.filter((host) => attestationOf(host).status !== 'attested').map(({ ref }) => ref);
      return done({ lost, confirmed: all.length - lost.length });
    },
    readTrust: async () => ({
      link: { ...link, attestationServices: trouble.registered?.() ?? link.attestationServices },
      applied: Object.keys(shape.clusters).map((cluster) => ({
        cluster,
        health: applied[cluster] ?? 'OK',
        ref: clusterFacts(cluster).ref,
      })),
    }),
    startTrustRemediation: async ({ cluster }: OnCluster) => {
      effect(`remediate ${cluster.name}`);
      applied[cluster.name] = 'OK';
      return {};
    },
    awaitTrustRemediation: async () => done({ isOk: true }),
    exportImage: async ({ host, version }: OnHost & { version: string }) => {
      const refusal = trouble.exportRefused?.();
      if (refusal !== undefined) throw ApplicationFailure.nonRetryable(refusal, 'refused');
      await hold('export', host.name);
      effect(`export ${host.name}`);
      return {
        version,
        hash: await blobs.put(imageDatabaseOf(version)),
        bytes: 10,
        sourceHost: host.name,
        exportedAt: new Date().toISOString(),
        quickBooted: false,
      };
    },
  };
  return {
    estate,
    trouble,
    updateStates,
    applied,
    /** Version per vCenter; people who upgrade one write it here. */
    versions,
    effects,
    imports,
    hosts,
    policies,
    tasks,
    /** Where the surveys put what they read. */
    useBlobs: (shared: BlobStorePort): void => void (blobs = shared),
    /** Somebody imports a base image into the Trust Authority Cluster. */
    importByHand: (version: string) => void images.add(version),
    /** Somebody removes one. */
    removeByHand: (version: string) => void images.delete(version),
    authorityZone: { ...authorityZone, ...services.activities },
    /** A regular cluster as planning reads it. */
    candidate: (name: string): Candidate => {
      const cluster = clusterFacts(name);
      const service = {
        address: { hostname: 'ta-1', port: 443 },
        group: 'g',
        authorityCluster: 'ta',
        trustedCa: [],
      };
      return {
        cluster,
        platforms: Object.fromEntries(
          cluster.hosts.map(({ ref }) => [
            ref.moid,
            { tpmAttestation: 'accepted' as const, firmware: 'UEFI' },
          ]),
        ),
        trust: {
          vcenter: wl.name,
          principal: { issuer: 'wl', certificates: [] },
          attestationServices: [{ id: 'a', ...service }],
          keyProviderServices: [{ id: 'k', ...service }],
          clusters: [{ name, moid: cluster.ref.moid, attestation: [], keyProvider: [] }],
        },
      };
    },
    /** Whether a service of a TA host runs; people write it. */
    services: services.running,
    servicesReading: services.reading,
    trustedZone,
    inventory: (): EstateInventory => ({
      estate: estate.name,
      readAt: '2026-01-01T00:00:00.000Z',
      authority: { vcenter: vcenterFacts(ta), facts: authority(), cluster: clusterFacts('TA') },
      trusted: [{ vcenter: vcenterFacts(wl), link, clusters: Object.keys(shape.clusters).map(clusterFacts) }],
      archivedImages: [OLD],
      imageFiles: shape.imageFiles ?? [],
      configurationArchivedAt: '2026-01-01T00:00:00.000Z',
      ledger: [],
      unreadable: [],
    }),
    request: {
      estate: 'stub',
      vcenterVersion: VC_NEW.version,
      esxVersion: '8.0.3-0.0.24022510',
      boot: 'policy' as const,
      ...shape.request,
    } satisfies UpgradeRequest,
  };
}

export type StubEstate = ReturnType<typeof createStubEstate>;
