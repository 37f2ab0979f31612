import type { ArchiveFacts } from '../../src/domain/archive/protection.js';
import type { Estate } from '../../src/domain/model/estate.js';
import type {
  ApplyPolicy,
  Attestation,
  AuthorityFacts,
  BaseImage,
  EsxCluster,
  EsxHost,
  EstateInventory,
  LedgerRow,
  VCenterFacts,
} from '../../src/domain/model/inventory.js';
import type { ClusterStep, HostStep, UpgradeRequest, VCenterStep } from '../../src/domain/model/plan.js';
import type { Readiness } from '../../src/domain/model/readiness.js';
import { privilegesNeeded } from '../../src/domain/preflight/index.js';
import type { GuardFacts } from '../../src/domain/safety/index.js';

/** The versions nearly every test needs: from 8.0 U2 to 8.0 U3. */
export const OLD = '8.0.2-22380479';
export const NEW = '8.0.3-24022510';
export const OLD_VC = '8.0.2.00100';
export const NEW_VC = '8.0.3.00400';
export const BOOTED_AT = '2026-01-10T08:00:00Z';
export const ATTESTED_AT = '2026-01-10T08:05:00Z';
const READ_AT = '2026-01-10T12:00:00Z';

export function aRequest(change: Partial<UpgradeRequest> = {}): UpgradeRequest {
  return {
    estate: 'sample',
    vcenterVersion: NEW_VC,
    esxVersion: '8.0.3-0.0.24022510',
    boot: 'policy',
    ...change,
  };
}

export const ATTESTED: Attestation = {
  status: 'attested',
  attestedAt: ATTESTED_AT,
  attestedUntil: '2026-01-11T08:05:00Z',
  services: [{ status: 'attested', serviceId: 'ta-1', messages: [] }],
};

export const NOT_ATTESTED: Attestation = {
  status: 'notAttested',
  services: [
    { status: 'notAttested', messages: ['com.vmware.esx.attestation.report.attest_unknown_software'] },
  ],
};

/** A trusted host, healthy on the old version; `name` also gives the moid. */
export function aTrustedHost(name = 'esx-1', change: Partial<EsxHost> = {}): EsxHost {
  return {
    ref: { vcenter: 'vc-trusted', moid: `host-${name}`, name },
    cluster: { vcenter: 'vc-trusted', moid: 'domain-c1', name: 'workload' },
    role: 'trusted',
    installed: OLD,
    connection: 'connected',
    inMaintenance: false,
    bootTime: BOOTED_AT,
    boot: { type: 'full', source: 'event', bootTime: BOOTED_AT },
    attestation: ATTESTED,
    quickBootSupported: true,
    tpm: true,
    thumbprint: 'AA:BB',
    poweredOnVms: 4,
    encryptedVms: 0,
    pinnedVms: [],
    ...change,
  };
}

/** A Trust Authority host, healthy on the old version. */
export function aTaHost(name = 'ta-1', change: Partial<EsxHost> = {}): EsxHost {
  return aTrustedHost(name, {
    ref: { vcenter: 'vc-authority', moid: `host-${name}`, name },
    cluster: { vcenter: 'vc-authority', moid: 'domain-c9', name: 'authority' },
    role: 'authority',
    attestation: { status: 'unknown', services: [] },
    tpm: false,
    poweredOnVms: 0,
    ...change,
  });
}

export function aPolicy(change: Partial<ApplyPolicy> = {}): ApplyPolicy {
  return {
    enableQuickBoot: false,
    powerAction: 'DO_NOT_CHANGE_VMS_POWER_STATE',
    disableDpm: true,
    disableAdmissionControl: false,
    parallelRemediation: false,
    raw: {},
    ...change,
  };
}

/** A cluster of the given hosts, which get its reference. */
export function aCluster(
  ref: EsxCluster['ref'],
  hosts: readonly EsxHost[],
  change: Partial<EsxCluster> = {},
): EsxCluster {
  const role = hosts[0]?.role ?? 'trusted';
  return {
    ref,
    role,
    imageManaged: true,
    policy: aPolicy(),
    drs: 'fullyAutomated',
    ha: { enabled: true, admissionControl: true },
    dpm: false,
    vsan: false,
    ...(role === 'trusted' && { appliedConfig: 'OK' as const }),
    hosts: hosts.map((host) => ({ ...host, cluster: ref, ref: { ...host.ref, vcenter: ref.vcenter } })),
    ...change,
  };
}

export function anImage(version = OLD, change: Partial<BaseImage> = {}): BaseImage {
  return {
    version,
    id: `image-${version}`,
    displayName: `ESXi ${version}`,
    health: 'OK',
    details: [],
    ...change,
  };
}

export function anAuthority(change: Partial<AuthorityFacts> = {}): AuthorityFacts {
  return {
    cluster: { vcenter: 'vc-authority', moid: 'domain-c9', name: 'authority' },
    state: 'ENABLE',
    attestationService: 'OK',
    keyProviderService: 'OK',
    images: [anImage()],
    keyProviders: [{ name: 'kp-1', health: 'OK' }],
    principals: [{ id: 'principal-1', issuer: 'https://vc-trusted.example.com', health: 'OK' }],
    tpmSettings: 'OK',
    caCertificates: [{ name: 'tpm-ca', health: 'OK' }],
    endorsementKeys: [],
    ...change,
  };
}

export function aVCenter(name: string, change: Partial<VCenterFacts> = {}): VCenterFacts {
  return {
    name,
    zone: name === 'vc-authority' ? 'authority' : 'trusted',
    current: { version: OLD_VC, build: '22617221' },
    updateState: 'UPDATES_PENDING',
    pending: [{ version: NEW_VC, name: 'VC-8.0U3', type: 'UPDATE', rebootRequired: true }],
    health: 'green',
    licensed: true,
    lastBackupAt: '2026-01-09T02:00:00Z',
    ...change,
  };
}

/** Everything that can be looked at before a plan, and all of it well. */
export function aReadiness(
  vcenter: string,
  hosts: readonly EsxHost[],
  change: Partial<Readiness> = {},
): Readiness {
  const needed = privilegesNeeded(vcenter === 'vc-authority' ? 'authority' : 'trusted');
  return {
    vcenter,
    instanceUuid: `uuid-of-${vcenter}`,
    linkedWith: [],
    authorityClusters: vcenter === 'vc-authority' ? ['domain-c9'] : [],
    ...(vcenter === 'vc-authority' && {
      serviceAddresses: ['ta-1.example.com:443'],
      keyServers: [{ provider: 'kp-1', name: 'kms-1', health: 'OK', isTrusted: true, trustsClient: true }],
    }),
    access: {
      login: `svc@${vcenter}`,
      missingPrivileges: needed.filter((one) => one.startsWith('TrustedAdmin.')),
      trustedAdmin: false,
    },
    trustAccess: {
      login: `vta@${vcenter}`,
      missingPrivileges: needed.filter((one) => !one.startsWith('TrustedAdmin.')),
      trustedAdmin: true,
    },
    clock: { at: READ_AT, readAtMs: Date.parse(READ_AT), toleranceSeconds: 0.1, timeScale: 1 },
    timeSync: 'NTP',
    storage: 'green',
    databaseStorage: 'green',
    vcenterHa: 'NONE',
    certificates: [{ name: `TLS certificate of ${vcenter}`, expiresAt: '2030-01-01T00:00:00Z' }],
    alarms: [],
    tasks: { vcenter, login: `svc@${vcenter}`, tasks: [] },
    depot: [OLD, NEW],
    ...(vcenter !== 'vc-authority' && { insecureVms: [] }),
    imageReports: [...new Set(hosts.map(({ cluster }) => cluster.moid))].map((cluster) => ({
      cluster,
      preCheck: 'none',
      hardware: 'none',
    })),
    hosts: hosts.map(({ ref }) => ({
      moid: ref.moid,
      memoryMiB: 524_288,
      usedMiB: 65_536,
      runningMiB: 61_440,
      largestVm: { name: 'vm-1', memoryMiB: 16_384 },
      reservedMiB: 0,
      reservedVms: [],
      evcMode: 'intel-icelake',
      timeServers: 2,
      timeServiceRuns: true,
      boundVms: [],
      platform: { tpmAttestation: 'accepted', firmware: 'UEFI', tpmVersion: '2.0', txt: false },
      clock: { at: READ_AT, readAtMs: Date.parse(READ_AT), toleranceSeconds: 0.1, timeScale: 1 },
    })),
    ...change,
  };
}

export function aLedgerRow(host: EsxHost, change: Partial<LedgerRow> = {}): LedgerRow {
  return {
    host: host.ref,
    ...(host.installed !== undefined && { installed: host.installed, measured: host.installed }),
    boot: host.boot,
    at: READ_AT,
    ...change,
  };
}

/** One TA cluster of three hosts and one trusted vCenter with one cluster; ledger rows follow the hosts. */
export function anInventory(
  change: {
    taHosts?: readonly EsxHost[];
    authority?: Partial<AuthorityFacts>;
    authorityCluster?: Partial<EsxCluster>;
    trusted?: EstateInventory['trusted'];
    clusters?: readonly EsxCluster[];
  } & Partial<
    Pick<
      EstateInventory,
      | 'archivedImages'
      | 'imageFiles'
      | 'configurationArchivedAt'
      | 'configurationArchive'
      | 'ledger'
      | 'unreadable'
    >
  > = {},
): EstateInventory {
  const { taHosts, authority, authorityCluster, trusted, clusters, ...rest } = change;
  const workload = clusters ?? [aWorkloadCluster()];
  const sides = trusted ?? [
    {
      vcenter: aVCenter('vc-trusted'),
      link: {
        vcenter: 'vc-trusted',
        principalFingerprint: 'f1',
        principalIssuer: 'https://vc-trusted.example.com',
        attestationServices: ['ta-1.example.com:443'],
        keyProviderServices: ['ta-1.example.com:443'],
      },
      clusters: workload,
      readiness: aReadiness(
        'vc-trusted',
        workload.flatMap(({ hosts }) => hosts),
      ),
    },
  ];
  const authorityHosts = taHosts ?? [aTaHost('ta-1'), aTaHost('ta-2'), aTaHost('ta-3')];
  const facts = anAuthority(authority);
  return {
    estate: 'sample',
    readAt: READ_AT,
    authority: {
      vcenter: aVCenter('vc-authority'),
      facts,
      cluster: aCluster(
        { vcenter: 'vc-authority', moid: 'domain-c9', name: 'authority' },
        authorityHosts,
        authorityCluster,
      ),
      readiness: aReadiness('vc-authority', authorityHosts),
    },
    trusted: sides,
    archivedImages: [OLD],
    configurationArchivedAt: '2026-01-09T03:00:00Z',
    configurationArchive: anArchiveOf(facts, sides),
    ledger: sides.flatMap((side) =>
      side.clusters.flatMap(({ hosts }) => hosts.map((host) => aLedgerRow(host))),
    ),
    unreadable: [],
    ...rest,
  };
}

/** The archive that holds all of it. */
function anArchiveOf(authority: AuthorityFacts, trusted: EstateInventory['trusted']): ArchiveFacts {
  return {
    archive: 'a'.repeat(64),
    at: '2026-01-09T03:00:00Z',
    items: [
      ...authority.keyProviders.map(({ name }) => `keyProvider/${name}`),
      ...authority.caCertificates.map(({ name }) => `caCertificate/${name}`),
      ...authority.endorsementKeys.map(({ name }) => `endorsementKey/${name}`),
      ...authority.images.map(({ version }) => `baseImage/${version}`),
      ...authority.principals.map(({ issuer }) => `principal/${issuer}`),
    ],
    images: authority.images.map(({ version }) => version),
    trusted: trusted.map(({ vcenter }) => vcenter.name),
    unreadable: [],
  };
}

/** The trusted cluster `workload`, by default of four healthy hosts. */
export function aWorkloadCluster(
  hosts: readonly EsxHost[] = ['esx-1', 'esx-2', 'esx-3', 'esx-4'].map((name) => aTrustedHost(name)),
  change: Partial<EsxCluster> = {},
): EsxCluster {
  return aCluster({ vcenter: 'vc-trusted', moid: 'domain-c1', name: 'workload' }, hosts, change);
}

/** The estate file that goes with {@link anInventory}. */
export function anEstate(change: Partial<Estate> = {}): Estate {
  const tls = { thumbprint: Array.from({ length: 32 }, () => 'AB').join(':') };
  return {
    name: 'sample',
    authority: {
      vcenter: {
        name: 'vc-authority',
        url: 'https://vc-authority.example.com',
        tls,
        credential: 'ta-admin',
        trustCredential: 'ta-vta',
        zone: 'authority',
      },
      cluster: 'authority',
    },
    trusted: [
      {
        vcenter: {
          name: 'vc-trusted',
          url: 'https://vc-trusted.example.com',
          tls,
          credential: 'trusted-admin',
          trustCredential: 'trusted-vta',
          zone: 'trusted',
        },
        hostAccess: { credential: 'esx-root', addresses: {} },
        clusters: [{ name: 'workload' }],
      },
    ],
    taskQueues: { authority: 'vta-authority', trusted: 'vta-trusted' },
    ...change,
  };
}

/** A step for this host, as the planner would make it for a production host with full boot. */
export function aStep(host: EsxHost, change: Partial<HostStep> = {}): HostStep {
  return {
    host: host.ref,
    cluster: host.cluster,
    role: host.role,
    order: 2,
    isTestHost: false,
    target: NEW,
    boot: 'full',
    ...(host.role === 'trusted' && { measuredAfter: NEW }),
    expects: {
      installed: OLD,
      ...(host.role === 'trusted' && { measured: OLD }),
      inMaintenance: false,
      connection: 'connected',
    },
    comment: 'as built for a test',
    ...change,
  };
}

/** Facts in which nothing stands in the way of a trusted host or a TA host. */
export function goodFacts(host: EsxHost, change: Partial<GuardFacts> = {}): GuardFacts {
  const taHosts = [aTaHost('ta-1'), aTaHost('ta-2'), aTaHost('ta-3')];
  return {
    host,
    authority: anAuthority({ images: [anImage(OLD), anImage(NEW)] }),
    taHosts,
    clusterHosts: host.role === 'authority' ? taHosts : [host, aTrustedHost('esx-8'), aTrustedHost('esx-9')],
    unattested: [],
    ...(host.role === 'trusted' && { ledgerRow: aLedgerRow(host) }),
    ours: false,
    inProgress: [],
    acceptedUnattested: [],
    ...change,
  };
}

/** The step of a vCenter that updates itself to {@link NEW_VC}. */
export function aVCenterStep(vcenter = 'vc-trusted', change: Partial<VCenterStep> = {}): VCenterStep {
  return {
    vcenter,
    zone: vcenter === 'vc-authority' ? 'authority' : 'trusted',
    executor: 'appliance-update',
    from: { version: OLD_VC, build: '1' },
    target: NEW_VC,
    alreadyDone: false,
    comment: 'as built for a test',
    ...change,
  };
}

/** The step of the cluster of this host, with so many steps like {@link aStep} in it. */
export function aClusterStep(host: EsxHost, hosts: number): ClusterStep {
  return {
    cluster: host.cluster,
    role: host.role,
    executor: 'lifecycle-image',
    baseImage: NEW,
    target: NEW,
    quickBootFound: false,
    quickBoot: false,
    hosts: Array.from({ length: hosts }, () => aStep(host)),
    skipped: [],
    comment: 'as built for a test',
  };
}
