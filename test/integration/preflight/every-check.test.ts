import { describe, expect, it } from '@jest/globals';
import type { Estate } from '../../../src/domain/model/estate.js';
import type { UpgradeRequest } from '../../../src/domain/model/plan.js';
import { CHECKS, preflight } from '../../../src/domain/preflight/index.js';
import type { RunningLab } from '../../../src/lab/index.js';
import type { Topology } from '../../../src/lab/topology/schema.js';
import { NEW, OLD, surveyed, type Scenario } from '../../support/surveyed-lab.js';

const request: UpgradeRequest = {
  estate: 'lab',
  vcenterVersion: '8.0.3.00000',
  esxVersion: '8.0.3-0.0.24022510',
  boot: 'policy',
};
const NEWER = '8.0.3-24280767';
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

type VCenter = Topology['vcenters'][number];
type Cluster = VCenter['clusters'][number];
type Host = Cluster['hosts'][number];
const vcenterOf = (role: VCenter['role']) => (topology: Topology) => {
  const found = topology.vcenters.find((vcenter) => vcenter.role === role);
  if (found === undefined) throw new Error(`the sample estate has a vCenter with role ${role}`);
  return found;
};
const changed =
  <T extends object>(pick: (topology: Topology) => T | undefined) =>
  (change: Partial<T>) =>
  (topology: Topology): void =>
    void Object.assign(pick(topology) ?? {}, change);
const [authority, trusted] = [vcenterOf('authority'), vcenterOf('trusted')];
const ta = changed(authority);
const taHost = (change: Partial<Host>) => (topology: Topology) =>
  void Object.assign(authority(topology).clusters[0]?.hosts[2] ?? {}, change);
const prod = changed<Cluster>((topology) => trusted(topology).clusters[0]);
const host = changed<Host>((topology) => trusted(topology).clusters[0]?.hosts[1]);
const trust = changed<Topology['trustAuthority']>(({ trustAuthority }) => trustAuthority);
const vmOnFirstHost = changed<Cluster['vms'][number]>((topology) => trusted(topology).clusters[0]?.vms[0]);
const both =
  (...changes: ((topology: Topology) => void)[]) =>
  (topology: Topology): void =>
    changes.forEach((change) => change(topology));
const fault =
  (...rules: Parameters<RunningLab['world']['faults']['add']>[0][]) =>
  ({ world }: RunningLab): void =>
    rules.forEach((rule) => void world.faults.add(rule));

interface Row extends Scenario {
  readonly request?: Partial<UpgradeRequest>;
  /** Changes the estate file after the lab was read. */
  readonly estate?: (estate: Estate) => Estate;
}
const side = (change: (one: Estate['trusted'][number]) => Estate['trusted'][number]) => (estate: Estate) => ({
  ...estate,
  trusted: estate.trusted.map(change),
});

/** One scenario for every check; its name is the ID of the check. */
const SCENARIOS: Readonly<Record<string, Row>> = {
  'target-version': { request: { esxVersion: '9.0.0-0.0.24755229' } },
  'exit-plan': { request: { esxVersion: '9.0.0-0.0.24755229' } },
  'executor-unknown': { request: { executors: { vcenters: { elsewhere: 'installer' } } } },
  'supplied-image': { request: { imageFile: 'f'.repeat(64) } },
  'narrow-plan': {
    request: { only: { tiers: ['authority-vcenter'], reason: 'the others follow next week' } },
  },
  'authority-is-trusted': {
    estate: (estate) =>
      side((one) => ({ ...one, vcenter: { ...one.vcenter, url: estate.authority.vcenter.url } }))(estate),
  },
  unreadable: { unreadable: [{ subject: 'wl-vc-2', reason: 'no answer' }] },
  'cluster-absent': { estate: side((one) => ({ ...one, clusters: [{ name: 'Elsewhere' }] })) },
  'vcenter-health': { topology: ta({ health: 'red' }) },
  'update-not-idle': { topology: ta({ updateState: 'INSTALL_FAILED' }) },
  'update-available': { topology: ta({ updates: [] }) },
  'vcenter-older-than-hosts': { request: { vcenterVersion: '8.0.2.00000' } },
  licence: { topology: ta({ licensed: false }) },
  'esx-major-licence': {
    topology: both(prod({ version: '7.0.3-21930508' }), trust({ baseImages: [OLD, NEW, '7.0.3-21930508'] })),
  },
  'vcenter-backup': { topology: (topology) => void delete authority(topology).backedUpAt },
  'configuration-archive': { records: 'nothing' },
  'image-file-absent': { records: 'nothing' },
  'authority-quorum': {
    topology: (topology) =>
      authority(topology)
        .clusters[0]?.hosts.slice(1)
        .forEach((one) => void (one.maintenance = true)),
  },
  'ta-host-out-of-service': { topology: taHost({ maintenance: true }) },
  'authority-service': { topology: taHost({ services: { attestd: false } }) },
  'authority-uniform': { topology: taHost({ missingImages: [OLD] }) },
  'host-unattested': { topology: host({ secureBoot: false }) },
  'report-without-end': {
    topology: (topology) => void (topology.assumptions.attestationReports = 'without-end'),
  },
  'image-untrusted': { topology: trust({ baseImages: [NEW] }) },
  'boot-type-unknown': { topology: host({ bootEventsKept: false }) },
  'no-tpm': { topology: host({ tpm: false }) },
  'secure-boot': { topology: host({ firmware: 'BIOS' }) },
  'vm-firmware': {
    topology: (topology) => {
      const [vm] = trusted(topology).clusters[0]?.vms ?? [];
      Object.assign(vm ?? {}, { encrypted: true, firmware: 'bios' });
    },
  },
  'applied-config': { topology: prod({ appliedConfig: 'ERROR' }) },
  'not-image-managed': { topology: prod({ lifecycle: 'baseline' }) },
  'host-downgrade': { topology: both(host({ version: NEWER }), trust({ baseImages: [OLD, NEW, NEWER] })) },
  'mixed-versions': { topology: host({ version: NEW }) },
  'host-left-out': { topology: host({ maintenance: true }) },
  'test-host': { estate: side((one) => ({ ...one, clusters: [{ name: 'Prod-A', testHost: 'nobody' }] })) },
  'host-access': { topology: trust({ baseImages: [OLD] }) },
  evacuation: { topology: prod({ drs: 'manual' }) },
  'power-action': { topology: prod({ policy: { pre_remediation_power_action: 'SUSPEND_VMS_TO_MEMORY' } }) },
  'parallel-remediation': { topology: prod({ policy: { parallel_remediation_action: { enabled: true } } }) },
  vsan: { topology: prod({ vsan: true }) },
  'quick-boot': { topology: prod({ quickBoot: true }) },
  'quick-boot-support': { topology: both(prod({ quickBoot: true }), host({ quickBootSupported: false })) },
  'quick-boot-txt': { topology: both(prod({ quickBoot: true }), host({ txt: true })) },
  'ha-admission': {
    topology: (topology) => {
      const [cluster] = trusted(topology).clusters;
      if (cluster === undefined) return;
      cluster.hosts = cluster.hosts.slice(0, 2);
      cluster.vms = cluster.vms.filter((vm) => cluster.hosts.some(({ name }) => name === vm.host));
    },
  },
  dpm: { topology: prod({ dpm: true, policy: { disable_dpm: false } }) },
  'failure-action': {
    topology: prod({ policy: { failure_action: { action: 'RETRY', retry_delay: 60, retry_count: 1 } } }),
  },
  'credentials-separated': {
    estate: (estate) =>
      side((one) => ({
        ...one,
        vcenter: { ...one.vcenter, credential: estate.authority.vcenter.credential },
      }))(estate),
  },
  'version-skew': {
    request: { only: { tiers: ['trusted-vcenters', 'trusted-hosts'], reason: 'the authority follows' } },
  },
  'upgrade-path': {
    topology: both(host({ version: '7.0.0-15843807' }), trust({ baseImages: [OLD, NEW, '7.0.0-15843807'] })),
  },
  'readiness-unread': {
    lab: fault({ kind: 'http-500', operation: 'GET /api/appliance/timesync', count: 0 }),
  },
  'one-authority-cluster': {
    topology: (topology) => {
      const { clusters } = authority(topology);
      const [first] = clusters;
      if (first === undefined) return;
      const hosts = first.hosts.map((one) => ({ ...one, name: `second-${one.name}` }));
      clusters.push({ ...first, name: 'TA-2', hosts, vms: [] });
    },
  },
  'cluster-on-both-sides': {
    topology: (topology) => {
      const [first] = authority(topology).clusters;
      if (first === undefined) return;
      const hosts = first.hosts.map((one) => ({ ...one, name: `stray-${one.name}` }));
      trusted(topology).clusters.push({ ...first, name: 'Stray', hosts, vms: [] });
    },
  },
  'linked-mode': { topology: ta({ linkedWith: ['wl-vc'] }) },
  'services-registered': {
    lab: ({ world }) => {
      const services = world.vcenters.get('wl-vc')?.taServices;
      for (const [id, { hostname }] of services ?? []) if (hostname === 'ta-esx1') services?.delete(id);
    },
  },
  'privileges-missing': {
    topology: (topology) => {
      const user = trusted(topology).users.find(({ name }) => name.startsWith('svc-'));
      if (user === undefined) return;
      user.privileges = user.privileges.filter((privilege) => privilege !== 'Host.Config.Maintenance');
    },
  },
  'trusted-admins': {
    topology: (topology) => {
      const user = trusted(topology).users.find(({ name }) => name.startsWith('vta-'));
      if (user !== undefined)
        Object.assign(user, { groups: ['vta-people'], nestedGroups: ['TrustedAdmins'] });
    },
  },
  'clock-skew': { lab: fault({ kind: 'clock-skew', target: 'wl-vc', skew: 900 }) },
  'time-source': { topology: host({ ntpServers: [] }) },
  'free-space': { topology: ta({ storageHealth: 'red' }) },
  'certificates-expiring': { topology: ta({ certificateExpiresAt: inDays(10) }) },
  alarms: {
    topology: changed(trusted)({ alarms: [{ name: 'alarm.TaStsCertificatesChangeAlarm', status: 'red' }] }),
  },
  'foreign-tasks': {
    lab: fault({ kind: 'foreign-administrator', target: 'prod-a-esx2', does: 'enter-maintenance' }),
  },
  'image-in-depot': {
    topology: (topology) =>
      void (topology.esxiImages = topology.esxiImages.filter(({ version }) => version !== NEW)),
  },
  'key-servers': {
    topology: (topology) => {
      const [server] = topology.trustAuthority.keyProviders[0]?.servers ?? [];
      if (server !== undefined) server.reachable = false;
    },
  },
  'duties-separated': {
    topology: (topology) => {
      const user = authority(topology).users.find(({ name }) => name.startsWith('svc-'));
      if (user === undefined) return;
      user.groups = ['TrustedAdmins'];
      user.privileges.push('TrustedAdmin.*');
    },
  },
  'image-pre-check': {
    topology: both(prod({ image: NEW, preChecked: true }), host({ unsupportedDevices: ['old NIC'] })),
  },
  'vcenter-ha': { topology: ta({ vcenterHa: 'AUTO' }) },
  'vsan-health': {
    topology: prod({ vsan: true }),
    lab: fault({ kind: 'vsan-resync', target: 'Prod-A', count: 0 }),
  },
  'evacuation-devices': { topology: vmOnFirstHost({ devices: ['pci-passthrough', 'host-cdrom'] }) },
  'evacuation-placement': { topology: vmOnFirstHost({ storage: 'local' }) },
  'evacuation-cpu': { topology: host({ cpu: 'intel-skylake' }) },
  'evacuation-reservations': {
    topology: both(
      (topology) =>
        trusted(topology)
          .clusters[0]?.hosts.slice(1)
          .forEach((one) => void (one.memoryGiB = 64)),
      vmOnFirstHost({ memoryGiB: 96, reservedGiB: 96 }),
    ),
  },
  'evacuation-capacity': {
    topology: (topology) => {
      for (const one of trusted(topology).clusters[0]?.hosts ?? []) one.memoryGiB = 16;
    },
  },
};

const found = async ({ request: change, estate = (same) => same, ...scenario }: Row) => {
  const read = await surveyed(scenario);
  return preflight({ ...read, estate: estate(read.estate), request: { ...request, ...change } });
};

describe('every check has a scenario of the lab that trips it, and a clean estate trips none', () => {
  it('a clean estate', async () => {
    const findings = await found({ sinceArchive: () => undefined });
    expect(findings.map(({ check, severity }) => `${severity} ${check}`)).toEqual([
      'info configuration-archive',
      'info image-pre-check',
      'info image-pre-check',
    ]);
  });

  it('there is a scenario for every check, and a check for every scenario', () => {
    const elsewhere = ['authority-enabled'];
    expect([...Object.keys(SCENARIOS), ...elsewhere].toSorted()).toEqual(
      CHECKS.map(({ id }) => id).toSorted(),
    );
  });

  it.each(Object.entries(SCENARIOS))('%s', async (id, row) => {
    const own = (await found(row)).filter(({ check }) => check === id);
    expect(own).not.toEqual([]);
    const about = CHECKS.find((check) => check.id === id);
    expect(own.filter(({ severity }) => !about?.severities.includes(severity))).toEqual([]);
    for (const { message, remedy, subject } of own) {
      for (const text of [message, remedy]) expect(text).toMatch(/^[A-Za-z'0-9].*[.:)]/);
      expect(subject).not.toBe('');
    }
  });

  it('BAK-3: an archive that is too old, or lacks what was configured since, is named in preflight', async () => {
    const about = async (row: Row) =>
      (await found(row))
        .filter(({ check }) => check === 'configuration-archive')
        .map(({ severity, rule, subject, message }) => ({ severity, rule, subject, message }));
    expect(await about({ records: 'archives-of-last-quarter' })).toEqual([
      {
        severity: 'warning',
        rule: 'BAK-3',
        subject: 'lab',
        message: expect.stringMatching(/last archived at 20.*more than 30 days ago/),
      },
    ]);
    expect(await about({ sinceArchive: () => undefined })).toMatchObject([{ severity: 'info' }]);
    expect(await about({})).toMatchObject([
      { severity: 'warning', rule: 'BAK-3', message: expect.stringContaining('cannot be read') },
    ]);
    const addCertificate = ({ world }: RunningLab): void => {
      for (const { ta } of world.vcenters.get('ta-vc')?.hosts.values() ?? [])
        ta?.caCertificates.set('second-vendor', { chain: ['-----BEGIN CERTIFICATE-----'] });
    };
    expect(await about({ sinceArchive: addCertificate })).toMatchObject([
      {
        severity: 'warning',
        rule: 'BAK-3',
        subject: 'second-vendor',
        message: expect.stringMatching(/falls short: .*second-vendor is not in the archive/),
      },
      { severity: 'info' },
    ]);
  });

  it.each([
    ['ORD-4', 'prod-a-esx2', 'Prod-A', 900, 'blocker'],
    ['ORD-4', 'prod-a-esx2', 'Prod-A', -150, 'warning'],
    ['ORD-2', 'ta-esx1', 'TA', 900, 'blocker'],
  ])('%s: the clock of %s alone is wrong', async (rule, target, subject, skew, severity) => {
    const findings = await found({ lab: fault({ kind: 'clock-skew', target, skew }) });
    expect(findings.filter(({ check }) => check === 'clock-skew')).toEqual([
      expect.objectContaining({
        rule,
        subject,
        severity,
        message: expect.stringMatching(
          new RegExp(
            `The clock of 1 host of ${subject} is wrong: ${target}\\. .* s ${skew > 0 ? 'ahead of' : 'behind'}`,
          ),
        ),
      }),
    ]);
  });

  it('authority-enabled: a Trust Authority Cluster that is switched off is no inventory at all', async () => {
    const off = ({ world }: RunningLab): void => {
      for (const one of world.vcenters.get('ta-vc')?.hosts.values() ?? [])
        for (const key of ['attestd', 'kmxd']) Object.assign(one.services.get(key) ?? {}, { policy: 'off' });
    };
    await expect(found({ lab: off })).rejects.toThrow(/no Trust Authority Cluster "TA" is enabled/);
  });
});
