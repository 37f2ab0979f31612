import type { Client } from '@temporalio/client';
import { describe, expect, it } from '@jest/globals';
import {
  createAuthorityZone,
  createOrchestrationZone,
  createTrustedZone,
} from '../../../src/activities/index.js';
import { putJson } from '../../../src/activities/json-blobs.js';
import { TPM_SETTINGS } from '../../../src/domain/archive/contents.js';
import { EFFECTS } from '../../../src/domain/effects/index.js';
import type { EsxHost } from '../../../src/domain/model/inventory.js';
import type { BlobStorePort, RecordsPort } from '../../../src/ports/records.js';
import {
  aLedgerRow,
  anAuthority,
  anEstate,
  anImage,
  anInventory,
  aPolicy,
  aRequest,
  aTaHost,
  aTrustedHost,
  aWorkloadCluster,
  BOOTED_AT,
  NEW,
  NEW_VC,
  OLD,
  OLD_VC,
} from '../../support/builders.js';
import {
  aPatience,
  AUTHORITY_VC,
  fakeVSphere,
  anEnvironment,
  inActivity,
  TRUSTED_SIDE,
  TRUSTED_VC,
} from '../../support/fake-vsphere.js';
import {
  aConfiguration,
  aReading,
  aTrustedConfiguration,
  emptied,
  storeArchive,
} from '../../support/archive-builders.js';
import { memoryRecords } from '../../support/memory-records.js';
import { aHostProgress, aRunEvent, aRunRecord, aRunStatus } from '../../support/run-builders.js';

const AUTHORITY = aTrustedConfiguration().attestationServices[0]?.authorityCluster ?? '';
/** The same with everything bound to this cluster. */
const boundTo = ({ name, moid }: { readonly name: string; readonly moid: string }) => {
  const trust = aTrustedConfiguration();
  const attestation = trust.attestationServices.map(({ id }) => id);
  const keyProvider = trust.keyProviderServices.map(({ id }) => id);
  return { ...trust, clusters: [{ name, moid, attestation, keyProvider }] };
};
const TASK = { kind: 'cis', id: 'task-1' } as const;
const ARCHIVE_REQUEST = { estate: 'e', kind: 'archive-configuration', reason: 'a test', parameters: {} };
const inventory = anInventory();
const host = aTrustedHost('esx-1');
const patience = aPatience();
const offered = {
  kind: 'attestation',
  hostname: 'ta-1',
  port: 443,
  group: 'g',
  authorityCluster: 'a',
  trustedCa: ['pem'],
} as const;
const image = { version: NEW, hash: 'h', bytes: 1, sourceHost: 'esx-1', exportedAt: 'x', quickBooted: false };

/** Calls of a port, named, beside what it answers. */
function recording<P extends object>(port: P, name: string, calls: string[]): P {
  return new Proxy(port, {
    get: (given, method) => {
      const answer: unknown = Reflect.get(given, method);
      if (typeof answer !== 'function') return answer;
      return (...args: unknown[]): unknown => {
        calls.push(`${name}.${String(method)}`);
        return Reflect.apply(answer, given, args);
      };
    },
  });
}

/** An estate in which nothing is begun, or one in which everything is done; `calls` holds what was asked of any port. */
function anEstateThatIs(state: 'untouched' | 'done', seen: Partial<EsxHost>) {
  const isDone = state === 'done';
  const now = { ...host, ...(isDone ? { installed: NEW } : {}), ...seen };
  const { calls, ...fake } = fakeVSphere({
    appliance: {
      readVCenter: async () => inventory.authority.vcenter,
      readVersion: async () => ({ version: isDone ? NEW_VC : OLD_VC, build: '1' }),
      readUpdate: async () => ({
        state: 'UPDATES_PENDING',
        version: OLD_VC,
        ...(isDone ? { staged: NEW_VC } : {}),
      }),
      precheck: async () => ({ errors: [], warnings: [] }),
      stage: async () => undefined,
      install: async () => undefined,
      listBackups: async () => [],
      startBackup: async () => 'job-1',
      readBackup: async () => ({ state: 'succeeded', progress: 100 }),
    },
    trustAuthority: {
      readAuthority: async () =>
        anAuthority({
          images: isDone ? [anImage(NEW)] : [anImage(OLD), anImage('8.0.1-1')],
          attestationService: isDone ? 'OK' : 'WARNING',
        }),
      readConfiguration: async () => aReading(isDone ? undefined : emptied(aConfiguration())),
      startChange: async () => TASK,
      findImport: async () => undefined,
      startImport: async () => TASK,
      findRemoval: async () => undefined,
      startRemoval: async () => TASK,
    },
    trustedSide: {
      readLink: async () => ({ vcenter: 'vc' }) as never,
      listTrustedClusters: async () => [host.cluster],
      readConfiguration: async () => (isDone ? boundTo(host.cluster) : aTrustedConfiguration()),
      readAppliedConfig: async () => (isDone ? 'OK' : 'ERROR'),
      startBinding: async () => TASK,
    },
    readiness: { readReadiness: async () => ({ vcenter: 'vc' }) },
    hosts: {
      readClusters: async () => [aWorkloadCluster([now])],
      readHost: async () => now,
      readTime: async () => '2026-01-10T08:00:00.000Z',
      readBootEvidence: async () => now.boot,
      readPlatforms: async () => ({}),
      readTpm: async () => undefined,
      findReboot: async () => undefined,
      reboot: async () => TASK,
      findMaintenanceTask: async () => undefined,
      enterMaintenance: async () => TASK,
      exitMaintenance: async () => TASK,
      downloadImageDatabase: async () => ({ bytes: new Uint8Array([1]) }),
    },
    membership: {
      findLeaving: async () => undefined,
      findAdding: async () => undefined,
      disconnect: async () => TASK,
      remove: async () => TASK,
      add: async () => TASK,
      readHostItself: async () => ({ version: NEW, sha1: 'AA', sha256: 'BB' }),
    },
    registrations: {
      enable: async () => TASK,
      readOffered: async () => [offered],
      readRegistered: async () => ({
        services: isDone ? [{ ...offered, id: 's-1' }] : [],
        bindings: [{ cluster: host.cluster, services: isDone ? ['s-1'] : [] }],
      }),
      change: async () => undefined,
      findRemediation: async () => undefined,
      remediate: async () => TASK,
    },
    lifecycle: {
      findCommit: async () => undefined,
      readDesired: async () => (isDone ? { baseImage: NEW, commit: '7' } : undefined),
      startCommit: async () => TASK,
      readPolicy: async () => aPolicy({ raw: { enable_quick_boot: 'as found' } }),
      writePolicy: async () => undefined,
      findSoftwareTask: async () => undefined,
      readLastApply: async () => undefined,
      startApply: async () => TASK,
    },
    evidence: { listEvents: async () => [], listEncryptedVms: async () => [] },
    services: {
      readHealth: async () => ({
        attestation: { health: 'OK', details: [] },
        keyProvider: { health: 'OK', details: [] },
      }),
      readServices: async () => [
        { key: 'attestd', label: 'Attestation', running: true },
        { key: 'kmxd', label: 'Key provider', running: false },
      ],
      start: async () => undefined,
      stop: async () => undefined,
      restart: async () => undefined,
    },
    tasks: {
      readTask: async () => ({ state: 'succeeded' }),
      listFailed: async () => [],
      listRunning: async () => ({ vcenter: 'vc', login: 'l', tasks: [] }),
    },
  });
  const records = memoryRecords();
  return {
    calls,
    blobs: fake.blobs,
    zones: (blobs: BlobStorePort, port: RecordsPort) => ({
      ...createAuthorityZone({ ...fake, blobs }),
      ...createTrustedZone({ ...fake, blobs }),
      ...createOrchestrationZone({ records: port, blobs }),
    }),
    records: records.port,
  };
}

const wl = { vcenter: TRUSTED_VC };
const ta = { vcenter: AUTHORITY_VC };
const onHost = { ...wl, host: host.ref };
const onCluster = { ...wl, cluster: host.cluster };
const onAuthority = { ...ta, cluster: 'authority' };
const onTaHost = { ...ta, host: aTaHost('ta-1').ref };
const access = { credential: 'c', addresses: {} };
const onMember = { ...onHost, cluster: host.cluster };
/** A host that is in no inventory. */
const outside = { ...onMember, host: { ...host.ref, moid: 'host-gone', name: 'esx-gone' } };
const onServices = { ...wl, clusters: ['workload'], offered: [offered] };
const commit = { ...onCluster, baseImage: '8.0.3-0.0.24022510', target: NEW, message: 'm' };
const apply = { ...onHost, cluster: host.cluster, commit: '7', target: NEW };
const binding = { ...onCluster, kind: 'attestation', authorityCluster: AUTHORITY };
const from = { bootTime: BOOTED_AT, boot: host.boot, readAtMs: Date.now() };
const upgrade = { ...ta, from: OLD_VC, version: NEW_VC };

type Name = keyof ReturnType<ReturnType<typeof anEstateThatIs>['zones']>;
type Case = [input: object, host?: Partial<EsxHost>];

/** One call of every activity, in a state in which it has something to do; hashes are those of `stored`. */
const cases = (stored: Readonly<Record<keyof typeof NOTHING_STORED, string>>): Record<Name, Case> => ({
  startBackup: [ta],
  awaitBackup: [{ ...ta, job: 'job-1', patience }],
  precheckUpdate: [upgrade],
  startStage: [upgrade],
  awaitStage: [{ ...upgrade, patience }],
  startInstall: [upgrade],
  awaitInstall: [{ ...upgrade, patience }],
  awaitUpgrade: [{ ...upgrade, patience }],
  readVCenter: [ta],
  lookAtHost: [{ ...onHost, cluster: host.cluster }],
  startMaintenance: [onHost, { inMaintenance: false }],
  awaitMaintenance: [{ ...onHost, patience }, { inMaintenance: true }],
  startExitMaintenance: [onHost, { inMaintenance: true }],
  awaitExitMaintenance: [{ ...onHost, patience }, { inMaintenance: false }],
  surveyCandidate: [{ ...wl, cluster: 'workload' }],
  surveyTpmRules: [onAuthority],
  readCluster: [onCluster],
  startBinding: [binding],
  awaitBinding: [{ ...binding, patience }],
  readBoot: [onHost],
  startReboot: [{ ...onHost, from }, { inMaintenance: true }],
  awaitReboot: [{ ...onHost, from: { ...from, bootTime: '2026-01-09T00:00:00Z' }, patience }],
  startRemediation: [apply, { inMaintenance: true }],
  awaitTurn: [{ ...apply, patience }],
  awaitRemediation: [{ ...apply, patience }],
  readTroubles: [onHost],
  lookAtTasks: [ta],
  awaitUpgradeByHand: [{ ...onHost, target: NEW, patience }],
  awaitAttestation: [{ ...onHost, patience }],
  startCommit: [commit],
  awaitCommit: [{ ...commit, patience }],
  readPolicy: [onCluster],
  writePlannedPolicy: [{ ...onCluster, original: aPolicy(), planned: { quickBoot: false } }],
  restorePolicy: [{ ...onCluster, original: aPolicy() }],
  lookAtAuthority: [onAuthority],
  surveyEncryptedVms: [{ side: TRUSTED_SIDE }],
  surveyTroubles: [{ ...wl, clusters: ['workload'] }],
  assembleDiagnosis: [
    { estate: 'e', trustedHashes: [stored.side], messageHashes: [], tasks: [], unreadable: [] },
  ],
  readStoredImage: [{ hash: stored.part }],
  surveyImageFile: [{ hash: stored.part }],
  lookAtServices: [onAuthority],
  surveyServices: [onAuthority],
  awaitServicesHealthy: [{ ...onAuthority, done: ['ta-1'], left: [], patience }],
  startService: [{ ...onTaHost, service: 'kmxd' }],
  stopService: [{ ...onTaHost, service: 'attestd' }],
  restartService: [{ ...onTaHost, service: 'attestd' }],
  awaitService: [{ ...onTaHost, service: 'attestd', running: true, patience }],
  archiveConfiguration: [{ ...ta, cluster: anAuthority().cluster }],
  archiveTrustedSide: [{ ...wl, clusters: ['workload'] }],
  readArchive: [{ estate: 'e' }],
  findArchive: [{ estate: 'e' }],
  surveyAgainstArchive: [{ ...onAuthority, archive: stored.archive }],
  compareWithArchive: [{ ...ta, cluster: anAuthority().cluster, archive: stored.archive }],
  applyConfigurationItem: [
    {
      ...ta,
      cluster: anAuthority().cluster,
      archive: stored.archive,
      apply: { item: TPM_SETTINGS, again: false },
    },
  ],
  awaitConfigurationItem: [
    { ...ta, cluster: anAuthority().cluster, archive: stored.archive, item: TPM_SETTINGS, patience },
  ],
  awaitConfiguration: [{ ...ta, cluster: anAuthority().cluster, archive: stored.archive, patience }],
  startImport: [{ ...onAuthority, clusterRef: anAuthority().cluster, imageHash: stored.part, version: NEW }],
  awaitImport: [{ ...onAuthority, version: NEW, patience }],
  startRemoval: [{ ...ta, cluster: anAuthority().cluster, version: OLD, sinceMs: Date.now() }],
  awaitRemoval: [{ ...ta, cluster: anAuthority().cluster, version: OLD, patience }],
  readRetiringRules: [{}],
  judgeRetiring: [
    {
      estate: anEstate(),
      inventoryHash: stored.inventory,
      beyond: [],
      version: OLD,
      fileHash: stored.part,
      rollbackWindowHours: 0,
    },
  ],
  compareRetiring: [{ version: OLD, approved: stored.evidence, now: stored.evidence }],
  surveyBeyond: [{ side: TRUSTED_SIDE }],
  awaitAttestedAfter: [
    { ...wl, clusters: ['workload'], removedAtMs: Date.now(), refusals: {}, until: 'renewed', patience },
  ],
  summariseAttestation: [{ ...wl, clusters: ['workload'] }],
  readTrust: [{ ...wl, clusters: ['workload'] }],
  startDisconnection: [onMember],
  awaitDisconnection: [{ ...onMember, patience }, { connection: 'disconnected' }],
  startHostRemoval: [onMember],
  awaitHostRemoval: [{ ...outside, patience }],
  awaitRestored: [{ host: host.ref, access, version: NEW, patience }],
  startAddition: [{ ...outside, access, version: NEW, thumbprint: 'AA' }],
  awaitAddition: [{ ...onMember, patience }],
  lookAtRecovery: [{ ...ta, cluster: host.cluster, host: host.ref, access }],
  startEnabling: [{ ...ta, cluster: host.cluster }],
  awaitEnabling: [{ ...ta, cluster: host.cluster, patience }],
  readOfferedServices: [{ ...ta, cluster: host.cluster, host: host.ref }],
  lookAtRegistrations: [onServices],
  startRegistrationStep: [onServices],
  awaitRegistrationStep: [{ ...onServices, step: { do: 'register', service: offered }, patience }],
  startTrustRemediation: [onCluster],
  awaitTrustRemediation: [{ ...onCluster, patience }],
  storeRecoveryRecords: [{ estate: 'e', host: 'ta-1' }],
  exportImage: [{ ...onHost, access: { credential: 'c', addresses: {} }, version: NEW }, { installed: NEW }],
  surveyAuthority: [onAuthority],
  surveyTrustedSide: [{ side: TRUSTED_SIDE }],
  assembleInventory: [
    { estate: anEstate(), authorityHash: stored.part, trustedHashes: [stored.side], unreadable: [] },
  ],
  makePlan: [
    {
      estate: anEstate(),
      estateHash: 'e',
      inventoryHash: stored.inventory,
      request: aRequest(),
      requestedBy: 'ina',
    },
  ],
  makeOperationPlan: [
    {
      estate: anEstate(),
      estateHash: 'e',
      inventoryHash: stored.inventory,
      extras: {},
      request: ARCHIVE_REQUEST,
      requestedBy: 'ina',
    },
  ],
  loadOperationOutline: [{ planHash: stored.operation, runId: 'run-1', estate: 'e', requestedBy: 'ina' }],
  loadOperation: [{ planHash: stored.operation, kind: 'archive-configuration' }],
  loadPlanOutline: [{ planHash: stored.plan, runId: 'run-1', estate: 'e', requestedBy: 'ina' }],
  loadClusterStep: [{ planHash: stored.plan, vcenter: TRUSTED_VC.name, cluster: host.cluster.moid }],
  loadBefore: [{ planHash: stored.plan }],
  record: [
    {
      runId: 'run-1',
      estate: 'e',
      events: [aRunEvent(1)],
      progress: aHostProgress(),
      ledger: [aLedgerRow(host)],
      status: aRunStatus(),
    },
  ],
  readLedger: [{ estate: 'e' }],
  readHostLedgerRow: [{ estate: 'e', vcenter: 'v', moid: 'm' }],
  archiveImage: [{ image: { ...image, estate: 'e' } }],
  recordConfigurationArchive: [
    {
      estate: 'e',
      hash: stored.configuration,
      parts: {
        authority: {
          hash: stored.configuration,
          bytes: 1,
          vcenter: 'v',
          vcenterVersion: { version: OLD_VC, build: '1' },
          cluster: anAuthority().cluster,
          unreadable: [],
        },
        trusted: [],
      },
    },
  ],
  findChanges: [
    {
      about: { runId: 'run-1', planHash: stored.plan, tiers: [] },
      reading: { authorityHash: stored.part, trustedHashes: [stored.side], tasks: [], unreadable: [] },
    },
  ],
  findResidue: [
    {
      about: { runId: 'run-1', planHash: stored.plan, tiers: [], gates: [] },
      reading: { authorityHash: stored.part, trustedHashes: [stored.side], tasks: [], unreadable: [] },
    },
  ],
  awaitUnitEnd: [{ workflowId: 'upgrade/e/vcenter/v' }],
  writeReport: [{ status: aRunStatus(), unitIds: [], trustedVCenters: [] }],
});

/** Temporal, asked for a workflow that has ended. */
const endedWorkflow = {
  withAbortSignal: (_: AbortSignal, call: () => Promise<unknown>) => call(),
  workflow: {
    getHandle: () => ({
      describe: async () => ({ status: { name: 'COMPLETED' } }),
      result: async () => ({}),
    }),
  },
} as unknown as Client;

const NOTHING_STORED = {
  inventory: '',
  part: '',
  side: '',
  plan: '',
  operation: '',
  evidence: '',
  archive: '',
  configuration: '',
};

/** Writing calls of the ports that an activity makes. */
async function writesOf(name: Name): Promise<string[]> {
  const isAwait = name.startsWith('await');
  const [, seen = {}] = cases(NOTHING_STORED)[name];
  const estate = anEstateThatIs(isAwait ? 'done' : 'untouched', seen);
  const { blobs, records } = estate;
  const inventoryHash = await putJson(blobs, inventory);
  await records.putRun(aRunRecord());
  const activities = estate.zones(blobs, records);
  const planning = {
    estate: anEstate(),
    estateHash: 'e',
    inventoryHash,
    request: aRequest(),
    requestedBy: 'ina',
  };
  const { planHash } = await inActivity(activities.makePlan, planning);
  const operation = await inActivity(activities.makeOperationPlan, {
    ...planning,
    extras: {},
    request: { ...ARCHIVE_REQUEST, kind: 'archive-configuration' },
  });
  const stored = {
    inventory: inventoryHash,
    part: await putJson(blobs, inventory.authority),
    side: await putJson(blobs, inventory.trusted[0]),
    plan: planHash,
    operation: operation.planHash,
    evidence: await putJson(blobs, { hosts: [], versions: [] }),
    archive: await storeArchive(blobs),
    configuration: await putJson(blobs, aConfiguration()),
  };
  const calls: string[] = [];
  const recorded = estate.zones(recording(blobs, 'blobs', calls), recording(records, 'records', calls));
  const [input] = cases(stored)[name];
  const { run } = anEnvironment({}, [], endedWorkflow);
  await run(recorded[name] as (given: object) => Promise<unknown>, input);
  const all = [...estate.calls, ...calls];
  return [...new Set(all)].filter((call) => !/\.(read|find|list|get|newest)/.test(call)).toSorted();
}

const names = Object.keys(cases(NOTHING_STORED)) as Name[];

it('every activity of the three zones has its case here', () => {
  const { blobs, records, zones } = anEstateThatIs('untouched', {});
  expect(names.toSorted()).toEqual(Object.keys(zones(blobs, records)).toSorted());
});

describe('an activity writes what the effects it begins say, and nothing else', () => {
  it.each(names)('%s', async (name) => {
    const effects = EFFECTS.filter(({ begunBy }) => begunBy.includes(name));
    const promised = new Set(effects.flatMap(({ ports }) => ports));
    const writes = await writesOf(name);
    expect(writes.filter((call) => !promised.has(call))).toEqual([]);
    expect(writes.length > 0).toBe(effects.length > 0);
  });
});

describe('the activities of the table exist', () => {
  it.each(EFFECTS.map((effect) => [effect.name, effect] as const))('%s', (_, { begunBy, awaitedBy }) => {
    expect(names).toEqual(expect.arrayContaining([...begunBy]));
    if (awaitedBy !== undefined) expect(names).toContain(awaitedBy);
  });
});

it('every writing method that an effect names is called by an activity that begins it', async () => {
  const called = new Set((await Promise.all(names.map((name) => writesOf(name)))).flat());
  const promised = EFFECTS.filter(({ begunBy }) => begunBy.length > 0).flatMap(({ ports }) => ports);
  expect(promised.filter((port) => !called.has(port))).toEqual([]);
});
