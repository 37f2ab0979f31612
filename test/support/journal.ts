import type { Effect, JournalEntry } from '../../src/lab/world/model.js';

/** A journal entry before it has its place: blocks of them are put together, broken on purpose, and numbered. */
export interface Draft {
  readonly vcenter: string;
  readonly login: string;
  readonly effect: Effect;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export const OLD = '8.0.2-22380479';
export const NEW = '8.0.3-24022510';
export const TA = 'vc-ta.example';
export const TRUSTED = 'vc-trusted.example';
/** TA cluster `authority`; trusted clusters `alpha` (full boot) and `beta` (Quick Boot). */
export const HOSTS: Readonly<Record<string, readonly string[]>> = {
  authority: ['ta-1', 'ta-2', 'ta-3'],
  alpha: ['a-1', 'a-2', 'a-3'],
  beta: ['b-1', 'b-2'],
};
const TA_HOSTS = HOSTS['authority'] ?? [];

const clusterOf = (host: string): string =>
  Object.keys(HOSTS).find((cluster) => HOSTS[cluster]?.includes(host)) ?? 'nowhere';
const vcenterOf = (cluster: string): string => (cluster === 'authority' ? TA : TRUSTED);

export const draft = (
  effect: Effect,
  subject: string,
  detail: Record<string, unknown> = {},
  vcenter = vcenterOf(HOSTS[subject] ? subject : clusterOf(subject)),
): Draft => ({ vcenter, login: 'operator', effect, subject, detail });

/** When the entry with this number was written. */
export const timeOf = (seq: number): string =>
  new Date(Date.UTC(2025, 0, 1) + (seq - 1) * 1000).toISOString();

/** Numbers the drafts: one journal, one second per entry. */
export const journal = (...parts: readonly (readonly Draft[])[]): JournalEntry[] =>
  parts.flat().map((entry, index) => {
    const time = timeOf(index + 1);
    return { ...entry, seq: index + 1, labTime: time, wallTime: time };
  });

export const policy = (quickBoot: boolean, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  enable_quick_boot: quickBoot,
  disable_dpm: false,
  pre_remediation_power_action: 'DO_NOT_CHANGE_VMS_POWER_STATE',
  failure_action: { action: 'RETRY', retry_count: 3, retry_delay: 300 },
  ...more,
});

const cluster = (name: string, more: Record<string, Record<string, unknown>>): Record<string, unknown> => ({
  name,
  kind: name === 'authority' ? 'authority' : 'trusted',
  policy: policy(name === 'beta'),
  hosts: (HOSTS[name] ?? []).map((host) => ({
    name: host,
    installed: OLD,
    measured: OLD,
    fallback: null,
    inMaintenance: false,
    connection: 'connected',
    ...more[host],
  })),
});

/** The estate at the start; `hosts` overrides what is said of a host. */
export const started = (
  hosts: Record<string, Record<string, unknown>> = {},
  images: readonly string[] = [OLD],
): Draft[] => [
  draft(
    'lab.started',
    'small',
    {
      vcenters: [
        { name: TA, role: 'authority', version: '8.0.2.00100', clusters: [cluster('authority', hosts)] },
        {
          name: TRUSTED,
          role: 'trusted',
          version: '8.0.2.00100',
          clusters: [cluster('alpha', hosts), cluster('beta', hosts)],
        },
      ],
      images,
    },
    '',
  ),
];

export const backup = (vcenter: string): Draft[] => [
  draft('vcenter.backup.started', vcenter, { job: 'b-1' }, vcenter),
  draft('vcenter.backup.ended', vcenter, { job: 'b-1', ok: true }, vcenter),
];

export const install = (vcenter: string, ok = true, version = '8.0.3.00400'): Draft[] => [
  draft('vcenter.install.started', vcenter, { version, from: '8.0.2.00100' }, vcenter),
  draft('vcenter.api.down', vcenter, { why: 'update' }, vcenter),
  draft('vcenter.api.up', vcenter, { why: 'update' }, vcenter),
  draft('vcenter.install.ended', vcenter, { version, from: '8.0.2.00100', ok }, vcenter),
];

export const enter = (host: string): Draft[] => [
  draft('host.maintenance.requested', host, { direction: 'enter' }),
  draft('host.maintenance.entered', host, { by: 'task' }),
];

export const exit = (host: string): Draft[] => [
  draft('host.maintenance.requested', host, { direction: 'exit' }),
  draft('host.maintenance.exited', host, { by: 'task' }),
];

export interface Remediation {
  readonly version?: string;
  readonly boot?: 'full' | 'quick';
  readonly measured?: string;
  readonly commit?: string;
}

/** Install, reboot and boot of one host within an apply. */
export const reboot = (host: string, to: Remediation = {}): Draft[] => {
  const { version = NEW, boot = 'full', measured = boot === 'full' ? version : OLD } = to;
  return [
    draft('host.install', host, { from: OLD, to: version }),
    draft('host.reboot', host, { type: boot, by: 'vlcm' }),
    draft('host.connection', host, { state: 'notResponding' }),
    draft('host.booted', host, { type: boot, installed: version, measured, fallback: OLD, bootTime: 'then' }),
    draft('host.connection', host, { state: 'connected' }),
  ];
};

export const applyRequested = (hosts: readonly string[], to: Remediation = {}): Draft =>
  draft('cluster.apply.requested', clusterOf(hosts[0] ?? ''), {
    commit: to.commit ?? '7',
    version: to.version ?? NEW,
    hosts,
  });

export const applyEnded = (host: string, failed: readonly string[] = [], commit = '7'): Draft =>
  draft('cluster.apply.ended', clusterOf(host), { commit, ok: failed.length === 0, failed });

export const apply = (host: string, to: Remediation = {}): Draft[] => [
  applyRequested([host], to),
  ...reboot(host, to),
  applyEnded(host, [], to.commit),
];

export const attested = (host: string, version = NEW): Draft[] =>
  TA_HOSTS.map((taHost) => draft('host.attested', host, { taHost, version }));

export const imported = (version = NEW, missing: readonly string[] = []): Draft[] => [
  draft('image.import.requested', 'authority', { version }),
  draft('image.imported', 'authority', {
    version,
    hosts: TA_HOSTS.filter((host) => !missing.includes(host)),
    missing,
  }),
];

export const removed = (version: string): Draft[] => [
  draft('image.removed', 'authority', { version, hosts: TA_HOSTS }),
];

/** A host whose upgrade failed leaves the cluster. */
export const hostRemoved = (host: string): Draft[] => [
  draft('host.removed', host, { cluster: clusterOf(host) }),
];

/** Somebody brings it back at the console. */
export const rolledBack = (host: string, version = OLD): Draft[] => [
  draft('host.restored', host, { way: 'rollback', version }),
  draft('host.reboot', host, { type: 'full', by: 'console' }),
  draft('host.booted', host, { type: 'full', installed: version, measured: version, fallback: null }),
];

/** It comes back, serves and gets every image again. */
export const hostAdded = (host: string, version = OLD, newCertificate = false): Draft[] => [
  draft('host.added', host, { cluster: clusterOf(host), version, newCertificate }),
  draft('authority.enabled', 'authority', { hosts: [host] }),
  draft('host.service', host, { service: 'attestd', running: true }),
  draft('host.service', host, { service: 'kmxd', running: true }),
  ...imported(OLD),
];

export const trustRemediated = (...clusters: readonly string[]): Draft[] =>
  clusters.map((cluster) => draft('trust.remediated', cluster));

/** The upgrade of a TA host that left it on the new version, with a failure. */
export const failedTaHost = (host: string): Draft[] => [
  ...enter(host),
  applyRequested([host]),
  ...reboot(host),
  applyEnded(host, [host]),
];

export const policyWritten = (name: string, after: Record<string, unknown>): Draft[] => [
  draft('cluster.policy.written', name, { before: policy(name === 'beta'), after }),
];

export const taHost = (host: string): Draft[] => [...enter(host), ...apply(host), ...exit(host)];

/** A trusted host whose version is trusted already. */
export const trustedHost = (host: string, to: Remediation = {}): Draft[] => [
  ...enter(host),
  ...apply(host, to),
  ...attested(host, to.boot === 'quick' ? OLD : NEW),
  ...exit(host),
];

/** The test host waits in maintenance until its version is imported and it is attested. */
export const testHost = (host: string): Draft[] => [
  ...enter(host),
  ...apply(host),
  draft('host.unattested', host, { taHost: 'ta-1', version: NEW, reason: 'attest_unknown_software' }),
  ...imported(),
  ...attested(host),
  ...exit(host),
];

/** The parts of a whole upgrade that keeps every rule, in their order. */
export const upgrade = {
  start: started(),
  taVCenter: [...backup(TA), ...install(TA)],
  taHosts: TA_HOSTS.flatMap(taHost),
  trustedVCenter: [...backup(TRUSTED), ...install(TRUSTED)],
  alpha: [
    draft('cluster.image.committed', 'alpha', { commit: '7', baseImage: NEW }),
    ...testHost('a-1'),
    ...trustedHost('a-2'),
    ...trustedHost('a-3'),
  ],
  /** Its test host boots fully, so Quick Boot is off for it and on again afterwards. */
  beta: [
    ...policyWritten('beta', policy(false)),
    ...trustedHost('b-1'),
    ...policyWritten('beta', policy(true)),
    ...trustedHost('b-2', { boot: 'quick' }),
  ],
} as const satisfies Record<string, readonly Draft[]>;

export const wholeUpgrade = (): JournalEntry[] => journal(...Object.values(upgrade));
