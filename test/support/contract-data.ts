import type {
  EstateInventory,
  GateStatus,
  HostProgress,
  PlanDetail,
  Run,
  RunEvent,
  RunReport,
  ServiceHealth,
} from '../../src/contract/index.js';
import { FINAL_RUN_STATES } from '../../src/contract/index.js';

/** Answers of the REST API for one small estate; every test overrides only what it is about. */
export const OLD = '8.0.2-22380479';
const NEW = '8.0.3-24022510';
export const PLAN_HASH = '4f2a91c07b3e'.padEnd(64, '0');
export const RUN_ID = 'run-0001';
const AT = '2026-11-24T14:00:00.000Z';

export function aGate(overrides: Partial<GateStatus> = {}): GateStatus {
  return {
    id: 'begin',
    title: 'Begin the upgrade',
    rule: 'DG-2',
    state: 'open',
    openedAt: AT,
    evidence: ['0 blockers, 1 warning', 'forecast 3 h 20 min'],
    ...overrides,
  };
}

export function aRun(overrides: Partial<Run> = {}): Run {
  return {
    runId: RUN_ID,
    estate: 'lab',
    planHash: PLAN_HASH,
    requestedBy: 'olga',
    requestedAt: AT,
    // A run that has ended is told of by the records.
    live: overrides.state === undefined || !FINAL_RUN_STATES.includes(overrides.state),
    state: 'running',
    startedAt: AT,
    tiers: [
      {
        kind: 'authority-vcenter',
        state: 'done',
        startedAt: AT,
        endedAt: '2026-11-24T14:31:00.000Z',
        total: 1,
        done: 1,
      },
      { kind: 'authority-hosts', state: 'running', startedAt: '2026-11-24T14:31:00.000Z', total: 3, done: 1 },
      { kind: 'trusted-vcenters', state: 'planned', total: 1, done: 0 },
      { kind: 'trusted-hosts', state: 'planned', total: 8, done: 0 },
    ],
    gates: [
      aGate({ state: 'approved', by: 'anna', reason: 'change 4711', decidedAt: '2026-11-24T14:01:00.000Z' }),
      aGate({ id: 'after/authority-vcenter', title: 'After the Trust Authority vCenter' }),
    ],
    waitingOn: [
      {
        kind: 'boot',
        subject: 'ta-02.lab',
        since: '2026-11-24T15:00:00.000Z',
        have: 'not responding',
        need: 'connected',
        rule: 'DG-7',
        normalUpToSeconds: 3600,
        youMay: [{ who: 'operator', what: 'look at its console' }],
      },
    ],
    debts: [],
    ...overrides,
  };
}

export function aHostProgress(overrides: Partial<HostProgress> = {}): HostProgress {
  return {
    host: { vcenter: 'ta-vc', moid: 'host-12', name: 'ta-02.lab' },
    cluster: 'TA-Cluster',
    phase: 'remediating',
    startedAt: '2026-11-24T14:50:00.000Z',
    boot: { type: 'full', source: 'event' },
    installedBefore: OLD,
    measuredBefore: OLD,
    ...overrides,
  };
}

export function anEvent(position: number, overrides: Partial<RunEvent> = {}): RunEvent {
  return {
    position,
    runId: RUN_ID,
    workflowId: 'upgrade/lab',
    seq: position,
    at: AT,
    type: 'tier.started',
    subject: 'authority-vcenter',
    text: `event ${position}`,
    ...overrides,
  };
}

export function anInventory(): EstateInventory {
  const vcenter = (name: string, zone: 'authority' | 'trusted') => ({
    name,
    zone,
    current: { version: '8.0.2.00100', build: '22617221' },
    updateState: 'UP_TO_DATE',
    pending: [],
    health: 'green',
  });
  const cluster = (name: string, role: 'authority' | 'trusted', host: string) => ({
    ref: { vcenter: role, moid: 'domain-c8', name },
    role,
    drs: 'fullyAutomated' as const,
    hosts: [
      {
        ref: { vcenter: role, moid: 'host-1', name: host },
        cluster: { vcenter: role, moid: 'domain-c8', name },
        role,
        installed: OLD,
        connection: 'connected' as const,
        boot: { type: 'full' as const, source: 'event' as const },
        attestation: { status: 'attested' as const, services: [] },
        poweredOnVms: 2,
        encryptedVms: 1,
        pinnedVms: [],
      },
    ],
  });
  return {
    estate: 'lab',
    readAt: AT,
    authority: {
      vcenter: vcenter('ta-vc', 'authority'),
      facts: {
        cluster: { vcenter: 'ta-vc', moid: 'domain-c8', name: 'TA-Cluster' },
        state: 'ENABLE',
        attestationService: 'OK',
        keyProviderService: 'OK',
        images: [{ version: OLD, id: 'image-1', displayName: 'ESXi 8.0.2', health: 'OK', details: [] }],
        keyProviders: [],
        principals: [],
        tpmSettings: 'OK',
        caCertificates: [],
        endorsementKeys: [],
      },
      cluster: cluster('TA-Cluster', 'authority', 'ta-01.lab'),
    },
    trusted: [
      {
        vcenter: vcenter('tr-vc', 'trusted'),
        link: {
          vcenter: 'tr-vc',
          principalFingerprint: 'AA',
          principalIssuer: 'CN=tr-vc',
          attestationServices: [],
          keyProviderServices: [],
        },
        clusters: [cluster('TR-A', 'trusted', 'tr-a-01.lab')],
      },
    ],
    archivedImages: [],
    ledger: [
      {
        host: { vcenter: 'trusted', moid: 'host-1', name: 'tr-a-01.lab' },
        installed: OLD,
        measured: '8.0.1-21495797',
        boot: { type: 'quick', source: 'event' },
        at: AT,
      },
    ],
    unreadable: [{ subject: 'tr-vc', reason: 'licence: no privilege' }],
  };
}

export function aPlanDetail(overrides: Partial<PlanDetail> = {}): PlanDetail {
  const host = { vcenter: 'tr-vc', moid: 'host-1', name: 'tr-a-01.lab' };
  const cluster = { vcenter: 'tr-vc', moid: 'domain-c8', name: 'TR-A' };
  return {
    hash: PLAN_HASH,
    estate: 'lab',
    createdBy: 'olga',
    createdAt: AT,
    blockers: 0,
    warnings: 1,
    inventoryHash: 'a'.repeat(64),
    plan: {
      schema: 1,
      request: { estate: 'lab', vcenterVersion: '8.0.3.00400', esxVersion: NEW, boot: 'policy' },
      estateHash: 'b'.repeat(64),
      tiers: [
        {
          kind: 'authority-vcenter',
          vcenters: [
            {
              vcenter: 'ta-vc',
              zone: 'authority',
              executor: 'appliance-update',
              from: { version: '8.0.2.00100', build: '22617221' },
              target: '8.0.3.00400',
              alreadyDone: false,
              comment: 'first, ORD-2',
            },
          ],
        },
        {
          kind: 'trusted-hosts',
          clusters: [
            {
              cluster,
              role: 'trusted',
              executor: 'lifecycle-image',
              baseImage: '8.0.3-0.0.24022510',
              target: NEW,
              quickBootFound: true,
              quickBoot: true,
              hosts: [
                {
                  host,
                  cluster,
                  role: 'trusted',
                  order: 1,
                  isTestHost: true,
                  target: NEW,
                  boot: 'quick',
                  measuredAfter: OLD,
                  expects: { installed: OLD, measured: OLD, inMaintenance: false, connection: 'connected' },
                  comment: 'test host, IMG-2',
                },
              ],
              skipped: [{ host: { ...host, name: 'tr-a-02.lab' }, reason: 'already on the target' }],
              comment: 'with Quick Boot, QB-1',
            },
          ],
        },
      ],
      gates: [{ id: 'begin', kind: 'begin', title: 'Begin the upgrade', rule: 'DG-2' }],
      forecast: { totalSeconds: 12_000, tiers: [{ kind: 'authority-vcenter', seconds: 3_600 }] },
      findings: [
        {
          rule: 'BAK-1',
          check: 'vcenter-backup-age',
          subject: 'tr-vc',
          severity: 'warning',
          message: 'newest backup is 9 days old',
          remedy: 'Take a backup.',
        },
      ],
    },
    ...overrides,
  };
}

export function aHealth(overrides: Partial<ServiceHealth> = {}): ServiceHealth {
  return {
    status: 'ok',
    problems: [],
    temporal: { reachable: true, serverVersion: '1.29.1' },
    queues: [
      { name: 'vta-orchestration', pollers: 2 },
      { name: 'vta-authority', pollers: 1 },
      { name: 'vta-trusted', pollers: 1 },
    ],
    records: { writable: true },
    versions: { service: '0.1.0', node: '20.20.2' },
    ...overrides,
  };
}

export function aReport(overrides: Partial<RunReport> = {}): RunReport {
  const { runId, estate, planHash, requestedBy, tiers, gates, startedAt } = aRun();
  return {
    schema: 1,
    runId,
    estate,
    planHash,
    requestedBy,
    state: 'succeeded',
    startedAt,
    endedAt: '2026-11-24T18:00:00.000Z',
    tiers,
    gates,
    hosts: [
      aHostProgress({
        phase: 'done',
        installedAfter: NEW,
        measuredAfter: NEW,
        endedAt: '2026-11-24T15:30:00.000Z',
      }),
    ],
    debts: [{ kind: 'image-kept', subject: OLD, rule: 'QB-4', text: 'kept: a host still attests with it' }],
    temporal: { workflows: [], actionsPerTrustedHost: { max: 31, mean: 28 }, longestHistory: 812 },
    ...overrides,
  };
}
