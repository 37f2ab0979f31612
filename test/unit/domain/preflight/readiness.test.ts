import { describe, expect, it } from '@jest/globals';
import type { EsxHost, EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { ClockReading, Readiness } from '../../../../src/domain/model/readiness.js';
import type { RunningTask } from '../../../../src/domain/model/running-task.js';
import { preflight } from '../../../../src/domain/preflight/index.js';
import { anEstate, anInventory, aReadiness, aRequest, OLD } from '../../../support/builders.js';

type Change = Partial<Readiness>;
const base = anInventory();
const read = ({ ta = {}, wl = {} }: { ta?: Change; wl?: Change }): EstateInventory => ({
  ...base,
  authority: { ...base.authority, readiness: { ...(base.authority.readiness as Readiness), ...ta } },
  trusted: base.trusted.map((side) => ({ ...side, readiness: { ...(side.readiness as Readiness), ...wl } })),
});
const without = (part: keyof Readiness): EstateInventory => {
  const { [part]: _, ...rest } = base.authority.readiness as Readiness;
  return { ...base, authority: { ...base.authority, readiness: rest as Readiness } };
};
const look = (inventory: EstateInventory) =>
  preflight({ estate: anEstate(), inventory, request: aRequest() }).filter(
    ({ severity }) => severity !== 'info',
  );
const found = (change: Parameters<typeof read>[0]) =>
  look(read(change)).map(({ check, severity, rule, subject }) => `${severity} ${check} ${rule} ${subject}`);

const clock = (seconds: number, change: Partial<ClockReading> = {}): ClockReading => ({
  at: new Date(Date.parse(base.readAt) + seconds * 1000).toISOString(),
  readAtMs: Date.parse(base.readAt),
  toleranceSeconds: 0.1,
  timeScale: 1,
  ...change,
});
const server = (change: Partial<NonNullable<Readiness['keyServers']>[number]> = {}) =>
  ({
    provider: 'kp-1',
    name: 'kms-1',
    health: 'OK',
    isTrusted: true,
    trustsClient: true,
    ...change,
  }) as const;
const task = (user: string): RunningTask => ({
  id: 'task-1',
  operation: 'HostSystem.enterMaintenanceMode',
  entity: { type: 'HostSystem', moid: 'host-esx-1', name: 'esx-1' },
  user,
});
const HOSTS = ['VcIntegrity.lifecycleSoftwareRemediation.Write'];
const vtaLogin = { login: 'vta', missingPrivileges: HOSTS, trustedAdmin: true };
const hosts = (change: Partial<NonNullable<Readiness['hosts']>[number]>) =>
  aReadiness(
    'vc-trusted',
    base.trusted.flatMap(({ clusters }) => clusters.flatMap((cluster): readonly EsxHost[] => cluster.hosts)),
  ).hosts?.map((host, index) => (index === 0 ? { ...host, ...change } : host)) ?? [];

describe('what is looked at before a plan', () => {
  it.each<[string, Parameters<typeof read>[0], string[]]>([
    ['all well', {}, []],
    [
      'INV-6: two TA clusters',
      { ta: { authorityClusters: ['domain-c9', 'domain-c10'] } },
      ['blocker one-authority-cluster INV-6 vc-authority'],
    ],
    [
      'INV-6: a TA cluster on the trusted vCenter',
      { wl: { authorityClusters: ['domain-c7'] } },
      ['blocker cluster-on-both-sides INV-6 vc-trusted'],
    ],
    [
      'INV-6: a cluster that is both',
      { wl: { authorityClusters: ['domain-c1'] } },
      ['blocker cluster-on-both-sides INV-6 workload'],
    ],
    [
      'INV-6: one vCenter under two names',
      { wl: { instanceUuid: 'uuid-of-vc-authority' } },
      ['blocker authority-is-trusted INV-6 vc-trusted'],
    ],
    [
      'INV-6: the authority is linked',
      { ta: { linkedWith: ['vc-x'] } },
      ['blocker linked-mode INV-6 vc-authority'],
    ],
    ['INV-6: trusted vCenters are linked with each other', { wl: { linkedWith: ['vc-x'] } }, []],
    [
      'DG-13: a TA host that is not registered',
      { ta: { serviceAddresses: ['ta-1.example.com:443', 'ta-2.example.com:443'] } },
      ['warning services-registered DG-13 vc-trusted'],
    ],
    [
      'DG-13: services of another Trust Authority',
      { ta: { serviceAddresses: ['other:443'] } },
      ['blocker services-registered DG-13 vc-trusted', 'warning services-registered DG-13 vc-trusted'],
    ],
    [
      'ORD-4: a privilege is missing',
      {
        wl: {
          access: {
            login: 'svc',
            missingPrivileges: [
              'Host.Config.Maintenance',
              'TrustedAdmin.ManageTrustedHosts',
              'TrustedAdmin.ReadStsInfo',
            ],
            trustedAdmin: true,
          },
        },
      },
      ['blocker privileges-missing ORD-4 vc-trusted'],
    ],
    [
      'ORD-4: a privilege is missing that is the duty of the other login',
      { wl: { trustAccess: { ...vtaLogin, missingPrivileges: [...HOSTS, 'Host.Config.Maintenance'] } } },
      [],
    ],
    [
      'ORD-4: a privilege of the vTA configuration is missing',
      { wl: { trustAccess: { ...vtaLogin, missingPrivileges: [...HOSTS, 'TrustedAdmin.ReadStsInfo'] } } },
      ['blocker privileges-missing ORD-4 vc-trusted'],
    ],
    [
      'ORD-4: one login that can do both',
      { wl: { access: { login: 'svc', missingPrivileges: [], trustedAdmin: true } } },
      ['warning duties-separated ORD-4 vc-trusted'],
    ],
    [
      'ORD-2: two credentials of the same login',
      { ta: { trustAccess: { ...vtaLogin, login: 'svc@vc-authority' } } },
      ['warning duties-separated ORD-2 vc-authority'],
    ],
    [
      'ORD-2: not in TrustedAdmins',
      { ta: { trustAccess: { ...vtaLogin, trustedAdmin: false } } },
      ['warning trusted-admins ORD-2 vc-authority'],
    ],
    ['ORD-4: a minute ahead is allowed', { wl: { clock: clock(60) } }, []],
    ['ORD-4: two minutes ahead', { wl: { clock: clock(120) } }, ['warning clock-skew ORD-4 vc-trusted']],
    ['ORD-4: ten minutes behind', { wl: { clock: clock(-600) } }, ['blocker clock-skew ORD-4 vc-trusted']],
    [
      'ORD-4: the clock of one host is ten minutes ahead',
      { wl: { hosts: hosts({ clock: clock(600) }) } },
      ['blocker clock-skew ORD-4 workload'],
    ],
    [
      'ORD-4: in a lab in a hurry a host is compared with its vCenter',
      {
        ta: { clock: clock(9_000, { timeScale: 100 }) },
        wl: {
          clock: clock(9_000, { timeScale: 100 }),
          hosts: hosts({
            clock: clock(9_200, { timeScale: 100, readAtMs: Date.parse(base.readAt) + 1_000 }),
          }),
        },
      },
      ['warning clock-skew ORD-4 workload'],
    ],
    [
      'ORD-2: a worker whose clock is ahead of the conductor',
      { ta: { clock: clock(600, { readAtMs: Date.parse(base.readAt) + 600_000 }) } },
      ['blocker clock-skew ORD-2 vc-authority'],
    ],
    [
      'ORD-4: what the comparison may be wrong by is no skew',
      { wl: { clock: clock(120, { toleranceSeconds: 60 }) } },
      [],
    ],
    [
      'ORD-4: in a lab in a hurry clocks are compared with each other',
      {
        ta: { clock: clock(9_000, { timeScale: 100 }) },
        wl: { clock: clock(9_100, { timeScale: 100, readAtMs: Date.parse(base.readAt) + 1_000 }) },
      },
      [],
    ],
    [
      'ORD-4: and found to differ',
      {
        ta: { clock: clock(9_000, { timeScale: 100 }) },
        wl: { clock: clock(9_800, { timeScale: 100, readAtMs: Date.parse(base.readAt) + 1_000 }) },
      },
      ['blocker clock-skew ORD-4 vc-trusted'],
    ],
    ['ORD-2: no time source', { ta: { timeSync: 'DISABLED' } }, ['warning time-source ORD-2 vc-authority']],
    [
      'ORD-4: a host asks no time server',
      { wl: { hosts: hosts({ timeServers: 0 }) } },
      ['warning time-source ORD-4 workload'],
    ],
    [
      'ORD-4: a host whose time service stands',
      { wl: { hosts: hosts({ timeServiceRuns: false }) } },
      ['warning time-source ORD-4 workload'],
    ],
    ['ORD-2: no disk space', { ta: { storage: 'red' } }, ['blocker free-space ORD-2 vc-authority']],
    [
      'ORD-4: little room in the database',
      { wl: { databaseStorage: 'orange' } },
      ['warning free-space ORD-4 vc-trusted'],
    ],
    [
      'DG-13: a certificate that ends within a month',
      { wl: { certificates: [{ name: 'c', expiresAt: '2026-02-09T00:00:00Z' }] } },
      ['warning certificates-expiring DG-13 vc-trusted'],
    ],
    [
      'DG-13: one that has ended',
      { wl: { certificates: [{ name: 'c', expiresAt: '2026-01-10T11:59:59Z' }] } },
      ['blocker certificates-expiring DG-13 vc-trusted'],
    ],
    [
      'ORD-4: changed signing certificates',
      { wl: { alarms: [{ name: 'alarm.TaStsCertificatesChangeAlarm', on: 'Datacenters', status: 'red' }] } },
      ['blocker alarms ORD-4 Datacenters'],
    ],
    [
      'DG-13: a certificate alarm by any name',
      { wl: { alarms: [{ name: 'alarm.EsxCertificateStatus', on: 'esx-1', status: 'red' }] } },
      ['warning alarms DG-13 esx-1'],
    ],
    [
      'an alarm that is of no matter here',
      { wl: { alarms: [{ name: 'alarm.VmCPUUsageAlarm', on: 'vm-1', status: 'red' }] } },
      [],
    ],
    [
      'DG-12: somebody else at work',
      { wl: { tasks: { vcenter: 'vc-trusted', login: 'svc', tasks: [task('ana@corp')] } } },
      ['warning foreign-tasks DG-12 esx-1'],
    ],
    [
      'DG-12: our own task',
      { wl: { tasks: { vcenter: 'vc-trusted', login: 'svc', tasks: [task('svc')] } } },
      [],
    ],
    ['IMG-1: no target in the depot', { wl: { depot: [OLD] } }, ['blocker image-in-depot IMG-1 vc-trusted']],
    [
      'DG-8: the only key server is away',
      { ta: { keyServers: [server({ health: 'ERROR' })] } },
      ['blocker key-servers DG-8 kp-1'],
    ],
    [
      'DG-8: one of two',
      { ta: { keyServers: [server(), server({ name: 'kms-2', health: 'NONE' })] } },
      ['warning key-servers DG-8 kp-1'],
    ],
    [
      'DG-8: one that is not trusted',
      { ta: { keyServers: [server({ isTrusted: false })] } },
      ['blocker key-servers DG-8 kp-1'],
    ],
    [
      'DG-8: one that does not trust us',
      { ta: { keyServers: [server({ trustsClient: false })] } },
      ['blocker key-servers DG-8 kp-1'],
    ],
    [
      'ORD-8: a VM larger than any other host',
      { wl: { hosts: hosts({ largestVm: { name: 'giant', memoryMiB: 600_000 } }) } },
      ['blocker evacuation-capacity ORD-8 esx-1'],
    ],
    [
      'ORD-8: more in use than there is room',
      { wl: { hosts: hosts({ usedMiB: 2_000_000, runningMiB: 2_000_000 }) } },
      ['blocker evacuation-capacity ORD-8 esx-1'],
    ],
    [
      'ORD-8: more given than there is room',
      { wl: { hosts: hosts({ usedMiB: 100_000, runningMiB: 2_000_000 }) } },
      ['warning evacuation-capacity ORD-8 esx-1'],
    ],
  ])('%s', (_, change, expected) => {
    expect(found(change)).toEqual(expected);
  });

  it.each<keyof Readiness>([
    'instanceUuid',
    'linkedWith',
    'authorityClusters',
    'serviceAddresses',
    'access',
    'trustAccess',
    'clock',
    'timeSync',
    'storage',
    'databaseStorage',
    'vcenterHa',
    'certificates',
    'alarms',
    'tasks',
    'depot',
    'imageReports',
    'keyServers',
    'hosts',
  ])('DG-14: %s that could not be read is said, and never passes', (part) => {
    const [finding, ...more] = look(without(part));
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      check: 'readiness-unread',
      severity: 'warning',
      subject: 'vc-authority',
    });
  });

  it('DG-14: a side that an earlier release has read is unknown as a whole', () => {
    const { readiness: _, ...authority } = base.authority;
    const [finding] = look({ ...base, authority });
    expect(finding).toMatchObject({ check: 'readiness-unread', subject: 'vc-authority' });
    expect(finding?.message).toContain('its linked nodes, its Trust Authority Clusters');
  });

  it('DG-14: a certificate without an end is named', () => {
    const [finding] = look(read({ wl: { certificates: [{ name: 'signing certificate of vc-trusted' }] } }));
    expect(finding?.message).toBe(
      'vc-trusted does not tell: signing certificate of vc-trusted. Nothing is known of it.',
    );
  });

  it('ORD-8: names the VM, what it needs and where', () => {
    const [finding] = look(
      read({ wl: { hosts: hosts({ largestVm: { name: 'giant', memoryMiB: 600_000 } }) } }),
    );
    expect(finding?.message).toBe(
      'giant on esx-1 needs 585.9 GiB; no other host of workload in service has so much memory.',
    );
  });

  it('ORD-2: where the estate file names one login, it needs everything, and is told to be too powerful', () => {
    const estate = anEstate();
    const { trustCredential: _, ...vcenter } = estate.authority.vcenter;
    const one = { ...estate, authority: { ...estate.authority, vcenter } };
    const access = { login: 'svc', missingPrivileges: [], trustedAdmin: true };
    const findings = (access_: Readiness['access']) =>
      preflight({ estate: one, inventory: read({ ta: { access: access_ as never } }), request: aRequest() })
        .filter(({ severity }) => severity !== 'info')
        .map(({ check, subject, remedy }) => [check, subject, remedy]);
    expect(findings(access)).toEqual([
      [
        'duties-separated',
        'vc-authority',
        expect.stringContaining('Name a trustCredential for vc-authority'),
      ],
    ]);
    const lacking = { ...access, missingPrivileges: ['TrustedAdmin.ReadKMSTrust'] };
    expect(findings(lacking).map(([check]) => check)).toEqual(['privileges-missing', 'duties-separated']);
  });
});
