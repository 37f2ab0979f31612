import { Context } from '@temporalio/activity';
import type { RecoveryLook } from '../../src/activities/recovery.js';
import type { RegistrationLook } from '../../src/activities/registrations.js';
import type { Patience, Watched } from '../../src/activities/watch.js';
import type { ItemComparison } from '../../src/domain/archive/compare.js';
import type { EsxHost, EstateInventory, HostRef } from '../../src/domain/model/inventory.js';
import type { RecoveryRecords } from '../../src/domain/operations/recover-ta-host/plan.js';
import type { OfferedService, RegistrationStep } from '../../src/domain/recovery/index.js';
import { NEW, OLD } from './builders.js';
import { createStubEstate, type StubEstate } from './stub-estate.js';
import type { StubTrouble } from './stub-shape.js';

/** The host that failed, and where it comes from. */
export const FAILED = 'ta-1';

/** Where a worker dies: before or after the effect of the first attempt of an activity. */
type Kill = (activity: string) => 'before' | 'after' | undefined;

const service: OfferedService = {
  kind: 'attestation',
  hostname: FAILED,
  port: 443,
  group: 'g',
  authorityCluster: 'ta',
  trustedCa: ['pem'],
};
const done = <T>(value: T): Watched<T> => ({ state: 'done', value, startedAtMs: 0, noticedAtMs: 0 });

/** How it dies: the attempt ends in an error, unless a test ends the worker itself. */
type Die = (activity: string, when: string) => Promise<never>;
const dies: Die = (activity, when) => Promise.reject(new Error(`the worker died ${when} ${activity}`));

/**
 * An estate whose first TA host hangs after its upgrade; it does what a recovery asks for at once.
 *
 * @param within - the upgrade is still to come, with this trouble, and the host is recovered within its run
 */
export function createStubRecovery(kill: Kill = () => undefined, within?: StubTrouble, die: Die = dies) {
  const base = createStubEstate({ taHosts: 3, clusters: { A: 1 } }, within);
  const { effects } = base;
  const killed = new Set<string>();
  const world = {
    member: 'old' as 'old' | 'out' | 'new',
    isIsolated: false,
    /** What the host says of itself; people change it. */
    version: NEW as string | undefined,
    isServing: false,
    isEqual: false,
    inMaintenance: true,
    isRegistered: false,
    isRemediated: false,
  };
  const ref = base.hosts.get(FAILED)?.ref;
  if (ref === undefined) throw new Error(`no ${FAILED}`);
  let additions = 0;
  const fresh = () => ({
    ...ref,
    moid: additions > 1 ? `host-added-again-${additions}` : 'host-added-again',
  });
  const restored = base.hosts.get(FAILED);

  const effect = (what: string, isDone: boolean, act: () => void): object => {
    if (!isDone) {
      effects.push(what);
      act();
    }
    return {};
  };
  const memberOf = (): EsxHost | null => {
    const host = base.inventory().authority.cluster.hosts.find(({ ref: { name } }) => name === FAILED);
    if (host === undefined || world.member === 'out') return null;
    if (within !== undefined) return host;
    if (world.member === 'new')
      return { ...host, ref: fresh(), installed: OLD, inMaintenance: world.inMaintenance };
    return { ...host, installed: NEW, connection: world.isIsolated ? 'disconnected' : 'notResponding' };
  };
  const inventory = (): EstateInventory => {
    const now = base.inventory();
    const member = memberOf();
    const others = now.authority.cluster.hosts.filter(({ ref: { name } }) => name !== FAILED);
    const hosts = member ? [member, ...others] : others;
    return { ...now, authority: { ...now.authority, cluster: { ...now.authority.cluster, hosts } } };
  };
  const facts = () => {
    const { authority } = base.inventory();
    const images = authority.facts.images.map((image) => ({
      ...image,
      health: world.member === 'new' && !world.isEqual ? ('ERROR' as const) : ('OK' as const),
    }));
    const isShort = world.member === 'new' && !world.isServing;
    return {
      ...authority.facts,
      images,
      attestationService: isShort ? ('WARNING' as const) : ('OK' as const),
    };
  };
  const exit = () => ({
    startExitMaintenance: async () =>
      effect('exit', !world.inMaintenance, () => (world.inMaintenance = false)),
    awaitExitMaintenance: async () => done({ inMaintenance: false }),
  });
  const compared = (): ItemComparison[] => [
    { item: { kind: 'caCertificate', name: 'vendor' }, state: world.isEqual ? 'present' : 'inconsistent' },
  ];

  const authorityZone = {
    lookAtRecovery: async (): Promise<RecoveryLook> => ({
      member: memberOf(),
      taHosts: inventory().authority.cluster.hosts,
      authority: facts(),
      itself:
        world.member === 'out' && world.version !== undefined
          ? { version: world.version, sha1: 'AA', sha256: 'BB' }
          : null,
    }),
    startDisconnection: async () => effect('disconnect', world.isIsolated, () => (world.isIsolated = true)),
    awaitDisconnection: async () => done({ connection: 'disconnected' }),
    startHostRemoval: async ({ host }: { host: HostRef }) =>
      effect('remove', memberOf()?.ref.moid !== host.moid, () => {
        Object.assign(world, { member: 'out', isServing: false, isEqual: false, version: NEW });
        if (within === undefined) return;
        Object.assign(world, { isRegistered: false, isRemediated: false });
        base.hosts.delete(FAILED);
      }),
    awaitHostRemoval: async () => done({ isRemoved: true }),
    awaitRestored: async ({ version, patience: { told } }: { version: string; patience: Patience }) => {
      for (; world.version !== version; await Context.current().sleep(20)) {
        const have = `it runs ${world.version}, and ${version} is recorded`;
        if (told !== undefined && told !== have) return { state: 'failed', error: have };
      }
      return done({ version, sha1: 'AA', sha256: 'BB' });
    },
    startAddition: async ({ thumbprint }: { thumbprint: string }) =>
      effect(`add with ${thumbprint}`, memberOf() !== null, () => {
        additions++;
        world.member = 'new';
        if (within !== undefined && restored !== undefined)
          base.hosts.set(FAILED, {
            ...restored,
            ref: fresh(),
            version: OLD,
            measured: OLD,
            inMaintenance: true,
          });
      }),
    awaitAddition: async () => done(fresh()),
    startEnabling: async () => effect('enable', world.isServing, () => (world.isServing = true)),
    awaitEnabling: async () => done({ isServing: true }),
    compareWithArchive: async () => compared(),
    applyConfigurationItem: async ({ apply }: { apply: { item: { name: string } } }) =>
      effect(`apply ${apply.item.name}`, world.isEqual, () => (world.isEqual = true)),
    awaitConfigurationItem: async () => done(compared()[0]),
    awaitConfiguration: async () => done(compared()),
    ...(within === undefined ? exit() : {}),
    readOfferedServices: async () => (world.isServing ? [service] : []),
  };
  const trustedZone = {
    lookAtRegistrations: async (): Promise<RegistrationLook> => ({
      outdated: world.isRegistered ? [] : ['attestation service: register anew'],
      // As in vSphere, the new registration alone makes the health OK.
      diverged:
        world.isRemediated || world.isRegistered ? [] : [{ vcenter: 'wl-vc', moid: 'domain-A', name: 'A' }],
      clusters: [{ vcenter: 'wl-vc', moid: 'domain-A', name: 'A' }],
    }),
    startRegistrationStep: async (): Promise<{ step?: RegistrationStep }> => {
      if (world.isRegistered) return {};
      effect('register', false, () => (world.isRegistered = true));
      return { step: { do: 'register', service } };
    },
    awaitRegistrationStep: async () => done({ isDone: true }),
    startTrustRemediation: async () =>
      effect('remediate', world.isRemediated, () => (world.isRemediated = true)),
    awaitTrustRemediation: async () => done({ isOk: true }),
  };

  /** The first attempt of an activity that is killed dies, before it did anything or before its answer was told. */
  function mortal<Z extends object>(zone: Z): Z {
    const wrapped = Object.entries(zone).map(([name, activity]) => {
      const lives = async (input: unknown): Promise<unknown> => {
        const when = killed.has(name) ? undefined : kill(name);
        if (when !== undefined) killed.add(name);
        if (when === 'before') return die(name, when);
        const answer: unknown = await (activity as (input: unknown) => Promise<unknown>)(input);
        return when === 'after' ? die(name, when) : answer;
      };
      return [name, lives] as const;
    });
    return Object.fromEntries(wrapped) as Z;
  }

  const access = { credential: 'ta-hosts', addresses: {} };
  const records: RecoveryRecords = {
    upgrade: {
      runId: 'run-before',
      host: ref,
      cluster: { vcenter: 'ta-vc', moid: 'domain-TA', name: 'TA' },
      from: OLD,
      target: NEW,
      phase: 'parked',
      problem: 'overdue: host is notResponding',
    },
    archive: { hash: 'a'.repeat(64), at: '2026-01-01T00:00:00.000Z' },
  };
  const stub = {
    ...base,
    estate: { ...base.estate, authority: { ...base.estate.authority, hostAccess: access } },
    inventory,
    authorityZone: { ...base.authorityZone, ...mortal(authorityZone) },
    trustedZone: { ...base.trustedZone, ...mortal(trustedZone) },
  } as unknown as StubEstate;
  return {
    stub,
    world,
    asked: {
      kind: 'recover-ta-host',
      parameters: { host: FAILED },
      extras: { records },
      archivedImages: [
        {
          version: OLD,
          hash: 'b'.repeat(64),
          bytes: 1,
          sourceHost: 'a-1',
          exportedAt: '2026-01-01T00:00:00.000Z',
          quickBooted: false,
        },
      ],
    } as const,
  };
}
