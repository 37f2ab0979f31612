import { describe, expect, it } from '@jest/globals';
import { inventoryChanges, type RunSoFar } from '../../../../src/domain/diff/index.js';
import type { EsxHost, EstateInventory } from '../../../../src/domain/model/inventory.js';
import type { HostProgress, TierStatus } from '../../../../src/domain/model/run.js';
import type { TaskList } from '../../../../src/domain/model/running-task.js';
import { buildPlan } from '../../../../src/domain/planning/index.js';
import {
  aPolicy,
  aTaHost,
  aTrustedHost,
  aVCenter,
  aWorkloadCluster,
  anEstate,
  anImage,
  anInventory,
  aRequest,
} from '../../../support/builders.js';

const planned = anInventory();
const plan = buildPlan({ estate: anEstate(), estateHash: 'e', inventory: planned, request: aRequest() });
const OLD = '8.0.2-22380479';
const NEW = plan.tiers.flatMap((tier) => ('clusters' in tier ? tier.clusters : []))[0]?.target ?? '';
const LATER = '2026-02-01T00:00:00Z';

const tiersIn = (states: readonly TierStatus['state'][]): TierStatus[] =>
  plan.tiers.map(({ kind }, index) => ({ kind, state: states[index] ?? 'planned', total: 1, done: 0 }));
const run = (change: Partial<RunSoFar> = {}): RunSoFar => ({
  plan,
  planned,
  tiers: tiersIn([]),
  hosts: [],
  ...change,
});
const look = (
  estate: Pick<EstateInventory, 'authority' | 'trusted'>,
  about: Partial<RunSoFar> = {},
  tasks: TaskList[] = [],
) => inventoryChanges(run(about), { estate, tasks });
const textsOf = (...args: Parameters<typeof look>) =>
  look(...args).changes.map(({ subject, text }) => `${subject}: ${text}`);

const NAMES = ['esx-1', 'esx-2', 'esx-3', 'esx-4'];
const workload = (change: (name: string) => Partial<EsxHost>, cluster = {}) =>
  anInventory({
    clusters: [
      aWorkloadCluster(
        NAMES.map((name) => aTrustedHost(name, change(name))),
        cluster,
      ),
    ],
  });
const only = (name: string, part: Partial<EsxHost>) => workload((one) => (one === name ? part : {}));
const progress = (
  name: string,
  phase: HostProgress['phase'],
  more: Partial<HostProgress> = {},
): HostProgress => ({
  host: { vcenter: 'vc-trusted', moid: `host-${name}`, name },
  cluster: 'workload',
  phase,
  ...more,
});

describe('DG-12: what others have changed since the plan', () => {
  it('is nothing in the estate as it was planned from', () => {
    expect(look(planned)).toEqual({ changes: [], unread: [] });
  });

  it.each<[string, EstateInventory, string]>([
    ['another version', only('esx-1', { installed: NEW }), `esx-1: runs ${NEW}, not ${OLD}`],
    ['maintenance mode', only('esx-1', { inMaintenance: true }), 'esx-1: host is in maintenance mode'],
    [
      'a reboot',
      only('esx-1', { bootTime: LATER }),
      `esx-1: host has booted at ${LATER}, and not by this run`,
    ],
    [
      'a host added',
      anInventory({ clusters: [aWorkloadCluster([...NAMES, 'esx-5'].map((name) => aTrustedHost(name)))] }),
      'esx-5: host was added to cluster workload',
    ],
    [
      'a host gone',
      anInventory({ clusters: [aWorkloadCluster(NAMES.slice(1).map((name) => aTrustedHost(name)))] }),
      'esx-1: host is gone from cluster workload',
    ],
    [
      'an image added',
      anInventory({ authority: { images: [anImage(OLD), anImage('8.0.3-1')] } }),
      'authority: base image 8.0.3-1 was added',
    ],
    [
      'an image removed',
      anInventory({ authority: { images: [] } }),
      `authority: base image ${OLD} was removed`,
    ],
    [
      'a policy',
      workload(() => ({}), { policy: aPolicy({ raw: { enable_quick_boot: true } }) }),
      'workload: the remediation policy was {}, is {"enable_quick_boot":true}',
    ],
    [
      'a vCenter',
      {
        ...planned,
        trusted: planned.trusted.map((side) => ({
          ...side,
          vcenter: aVCenter('vc-trusted', { current: { version: '8.0.3.99999', build: '1' } }),
        })),
      },
      'vc-trusted: runs 8.0.3.99999',
    ],
  ])('%s', (_, now, text) => {
    const { changes, unread } = look(now);
    expect(changes.map((one) => `${one.subject}: ${one.text}`)).toEqual([expect.stringContaining(text)]);
    expect(changes.every(({ isMaterial }) => isMaterial)).toBe(true);
    expect(unread).toEqual([]);
  });

  it('another administrator at work is a change, ourselves at work are not', () => {
    const entity = { type: 'HostSystem', moid: 'host-esx-1', name: 'esx-1' };
    const task = { id: 't', operation: 'HostSystem.reboot', entity, since: LATER };
    const tasks = (user: string) => [{ vcenter: 'vc-trusted', login: 'svc', tasks: [{ ...task, user }] }];
    expect(textsOf(planned, {}, tasks('ana'))).toEqual([
      expect.stringContaining('HostSystem.reboot on esx-1 by ana'),
    ]);
    expect(textsOf(planned, {}, tasks('svc'))).toEqual([]);
  });

  it('a host that is away is worth a line, and no decision: its guards wait for it', () => {
    const { changes } = look(only('esx-1', { connection: 'notResponding' }));
    expect(changes).toEqual([expect.objectContaining({ subject: 'esx-1', isMaterial: false })]);
  });

  it('moments between two boot times are one boot', () => {
    const moved = new Date(Date.parse(aTrustedHost().bootTime ?? '') + 5_000).toISOString();
    expect(textsOf(only('esx-1', { bootTime: moved }))).toEqual([]);
  });
});

describe('what the run did itself is no change', () => {
  const tiers = tiersIn(['done', 'done', 'done', 'running']);
  const upgraded = { installed: NEW, bootTime: LATER };
  const vcentersDone = (now: EstateInventory): EstateInventory => ({
    ...now,
    authority: { ...now.authority, vcenter: targetOf('vc-authority') },
    trusted: now.trusted.map((side) => ({ ...side, vcenter: targetOf('vc-trusted') })),
  });
  const targetOf = (name: string) =>
    aVCenter(name, { current: { version: plan.request.vcenterVersion ?? '', build: '1' } });
  const taDone = ['ta-1', 'ta-2', 'ta-3'].map((name): HostProgress => ({
    host: aTaHost(name).ref,
    cluster: 'authority',
    phase: 'done',
    installedAfter: OLD,
    boot: { type: 'full', source: 'event', bootTime: aTaHost().bootTime ?? '' },
  }));
  const done = progress('esx-1', 'done', {
    installedAfter: NEW,
    boot: { type: 'full', source: 'event', bootTime: LATER },
  });

  it.each<[string, Partial<EsxHost>, HostProgress]>([
    ['a host that is done', upgraded, done],
    ['a host in hand', { ...upgraded, inMaintenance: true }, progress('esx-1', 'attesting')],
    ['a parked host', { inMaintenance: true }, progress('esx-1', 'parked')],
  ])('%s', (_, now, host) => {
    expect(textsOf(vcentersDone(only('esx-1', now)), { tiers, hosts: [...taDone, host] })).toEqual([]);
  });

  it('REC-1, REC-3: a TA host that the run recovers is away, and comes back under another moid', () => {
    const hosts = (change: (host: EsxHost) => readonly EsxHost[]): EstateInventory => ({
      ...planned,
      authority: {
        ...planned.authority,
        cluster: {
          ...planned.authority.cluster,
          hosts: planned.authority.cluster.hosts.flatMap((host) =>
            host.ref.name === 'ta-1' ? change(host) : [host],
          ),
        },
      },
    });
    const readdedAs = 'host-99';
    const again = hosts((host) => [{ ...host, ref: { ...host.ref, moid: readdedAs }, bootTime: LATER }]);
    const line = (phase: HostProgress['phase'], more = {}): HostProgress => ({
      host: aTaHost('ta-1').ref,
      cluster: 'authority',
      phase,
      ...more,
    });
    const state = { tiers: tiersIn(['planned', 'planned', 'planned', 'planned']) };
    for (const now of [hosts(() => []), again])
      expect(textsOf(now, { ...state, hosts: [line('recovering')] })).toEqual([]);
    expect(textsOf(again, { ...state, hosts: [line('planned', { readdedAs })] })).toEqual([]);
    expect(textsOf(again, { ...state, hosts: [line('planned')] })).toHaveLength(2);
  });

  it('but a second boot, another version or maintenance of a finished host is', () => {
    const again = { installed: NEW, bootTime: '2026-03-01T00:00:00Z', inMaintenance: true };
    expect(textsOf(vcentersDone(only('esx-1', again)), { tiers, hosts: [...taDone, done] })).toHaveLength(2);
  });

  it('the policy and the image of a cluster that it works on, and the image it imports', () => {
    const now = workload(() => ({}), {
      policy: aPolicy({ raw: { enable_quick_boot: true } }),
      desired: { baseImage: NEW, commit: '9' },
    });
    const facts = { ...now.authority.facts, images: [anImage(OLD), anImage(NEW)] };
    const changed = vcentersDone({ ...now, authority: { ...now.authority, facts } });
    expect(textsOf(changed, { tiers, hosts: taDone })).toEqual([]);
    expect(
      textsOf(changed, { tiers: tiersIn(['done', 'done', 'done', 'planned']), hosts: taDone }),
    ).toHaveLength(3);
  });
});

describe('DG-14: what cannot be read may have changed', () => {
  it.each(['installed', 'inMaintenance', 'bootTime'] as const)('%s', (field) => {
    const now = anInventory({
      clusters: [
        aWorkloadCluster(
          NAMES.map((name) => {
            const { [field]: _, ...rest } = aTrustedHost(name);
            return name === 'esx-1' ? rest : aTrustedHost(name);
          }),
        ),
      ],
    });
    expect(look(now)).toMatchObject({ changes: [], unread: [expect.stringContaining('esx-1')] });
  });
});
