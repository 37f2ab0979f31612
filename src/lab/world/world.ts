import { createTraps } from '../exchange/traps.js';
import { createFaults } from '../faults/rules.js';
import { createIntake } from '../inputs/intake.js';
import { momentsOf, withoutWallTime } from '../inputs/recorder.js';
import type { Recorder } from '../inputs/recorder.js';
import { buildState } from '../topology/build.js';
import type { Topology } from '../topology/schema.js';
import type { LabWorld } from './api.js';
import { createAppliance } from './appliance.js';
import { createAttestation } from './attestation.js';
import { createBoot, noteBootEvents } from './boot.js';
import { createClock } from './clock.js';
import { createConsole } from './console.js';
import { createContext } from './context.js';
import { createDrs } from './drs.js';
import { createForeignAdministrator } from './foreign-administrator.js';
import { createHostOperations } from './host-operations.js';
import { createHostServices } from './host-services.js';
import { archiveOf, headerNoticeOf } from './image-export.js';
import { createIds } from './ids.js';
import { createJournal } from './journal.js';
import { createApply } from './lifecycle/apply.js';
import { createCheck } from './lifecycle/check.js';
import { createHardware } from './lifecycle/hardware.js';
import { createCompliance } from './lifecycle/compliance.js';
import { createDrafts } from './lifecycle/drafts.js';
import { createPolicies } from './lifecycle/policy.js';
import { createRemediateHost } from './lifecycle/remediate-host.js';
import { createMaintenance } from './maintenance.js';
import { createMembership } from './membership.js';
import { createStreams } from './random.js';
import { createSessions, findUser } from './sessions.js';
import { startingSnapshot } from './snapshot.js';
import { createStandingFaults } from './standing-faults.js';
import { createTasks } from './tasks.js';
import { createTrustAuthority } from './trust-authority.js';
import { createTrustByHand } from './trust-by-hand.js';
import { createTrustHealth } from './trust-health.js';
import { createVms } from './vms.js';

/** What a simulated estate is made of. */
export interface WorldOptions {
  readonly topology: Topology;
  readonly seed: number;
  /** Lab seconds per wall second. */
  readonly speed: number;
  /** Starts with the clock standing still; only `step` moves it. */
  readonly paused?: boolean;
  /** Lab time of the start, milliseconds since the epoch; the wall clock when absent. */
  readonly startAt?: number;
  /** Told every password and session ID, so that logs can hide them. */
  readonly onSecret?: (secret: string) => void;
  /** Written into it: what comes in, and the journal. */
  readonly recorder?: Recorder | undefined;
  /** It is a replay: time moves only as the recording says. */
  readonly driven?: boolean;
}

/** A simulated estate in its initial state, running. The parts are built in the order in which they need each other. */
export function createWorld(options: WorldOptions): LabWorld {
  const { topology, seed, onSecret, recorder } = options;
  const listeners = new Set<() => void>();
  const changed = (): void => listeners.forEach((listener) => listener());

  const clock = createClock({ ...options, ...(recorder && { told: momentsOf(recorder) }) });
  const ids = createIds(seed, clock.now());
  const journal = createJournal(clock, (entry) => {
    recorder?.write({ kind: 'journal', entry: withoutWallTime(entry) });
    changed();
  });
  const random = createStreams(seed);
  const faults = createFaults(clock, journal, random);
  const { vcenters, hostUsers, keyServers } = buildState(topology, seed, clock.now());
  const ctx = createContext({ topology, clock, journal, faults, random, ids, vcenters, changed });

  const sessions = createSessions(ctx);
  const tasks = createTasks(ctx);
  const vms = createVms(ctx);
  const drs = createDrs(ctx, vms);
  const attestation = createAttestation(ctx, vms);
  const boot = createBoot(ctx, vms, attestation);
  const hostUser: LabWorld['hostUser'] = (host, user, password) =>
    findUser(hostUsers.get(host.vcenter.name) ?? [], user, password);
  const maintenance = createMaintenance(ctx, drs);
  const authority = createTrustAuthority(ctx, tasks, attestation);

  journal.append({
    vcenter: '',
    login: '',
    effect: 'lab.started',
    subject: topology.name,
    detail: startingSnapshot(ctx),
  });
  // The history begins with what is known of each host's last boot; a topology may say that it is forgotten.
  const booted = [...vcenters.values()].flatMap((vcenter) => [...vcenter.hosts.values()]);
  for (const host of booted.toSorted((a, b) => a.lastBoot.at - b.lastBoot.at)) {
    if (host.bootEventsKept) noteBootEvents(ctx, host);
  }
  attestation.begin();
  for (const { users } of vcenters.values()) for (const { password } of users) onSecret?.(password);
  for (const users of hostUsers.values()) for (const { password } of users) onSecret?.(password);

  for (const { login, client } of keyServers) {
    if (login) onSecret?.(login.password);
    onSecret?.(client.privateKey);
  }

  createStandingFaults(ctx);
  const world: LabWorld = {
    assumptions: topology.assumptions,
    clock,
    intake: createIntake(clock, recorder),
    ids,
    journal,
    faults,
    traps: createTraps(clock, journal),
    vcenters,
    changed,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ...sessions,
    login(vcenter, user, password, door) {
      const session = sessions.login(vcenter, user, password, door);
      onSecret?.(session.id);
      return session;
    },
    hostUsers: (vcenter) => hostUsers.get(vcenter.name) ?? [],
    hostUser,
    ...tasks,
    ...createPolicies(ctx),
    ...createDrafts(ctx, tasks),
    ...createCompliance(ctx, tasks),
    ...createCheck(ctx, tasks),
    ...createHardware(ctx, tasks),
    ...createApply(ctx, tasks, createRemediateHost(ctx, maintenance, boot, vms)),
    ...createHostOperations(ctx, tasks, maintenance, boot),
    ...createMembership(ctx, tasks, hostUser, attestation),
    ...createConsole(ctx, boot),
    ...createHostServices(ctx, attestation),
    importImage: authority.importImage,
    removeImage: authority.removeImage,
    remediateTrust: authority.remediateTrust,
    trustBound: authority.trustBound,
    ...createTrustByHand(ctx),
    configurationChanged: authority.configurationChanged,
    emptyConfiguration: authority.emptyConfiguration,
    keyServers,
    keyServer: (provider, hostname) =>
      keyServers.find((server) => server.provider === provider && server.hostname === hostname),
    taHealth: createTrustHealth(ctx, authority),
    ...createAppliance(ctx, sessions, tasks, seed),
    imageDatabase: (host) => archiveOf(host, topology.assumptions),
    imageNotice: (host) => headerNoticeOf(host, topology.assumptions),
  };
  const stranger = createForeignAdministrator(world);
  faults.onStruck('foreign-administrator', (rule) => stranger.act(rule));
  faults.onHealed('foreign-administrator', (rule) => stranger.takeBack(rule));
  return world;
}
