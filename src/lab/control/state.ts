import type { LabWorld } from '../world/api.js';
import { installedVersion } from '../world/model.js';
import type { LabCluster, LabHost, LabVCenter } from '../world/model.js';

/** Everything about the estate that is no secret, as plain JSON. */
export function stateOf(world: LabWorld): Record<string, unknown> {
  return {
    labTime: world.clock.iso(),
    speed: world.clock.speed,
    paused: world.clock.paused,
    vcenters: [...world.vcenters.values()].map((vcenter) => vcenterState(world, vcenter)),
  };
}

const iso = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());

function vcenterState(world: LabWorld, vcenter: LabVCenter): Record<string, unknown> {
  return {
    name: vcenter.name,
    role: vcenter.role,
    version: vcenter.version,
    build: vcenter.build,
    api: vcenter.api,
    update: { ...vcenter.update, startedAt: iso(vcenter.update.startedAt) },
    updates: vcenter.updates,
    backups: [...vcenter.backups.values()].map((it) => ({
      ...it,
      startedAt: iso(it.startedAt),
      endedAt: iso(it.endedAt),
    })),
    sessions: [...vcenter.sessions.values()].map(({ user, door, createdAt, lastUsedAt }) => ({
      login: user.name,
      door,
      createdAt: iso(createdAt),
      lastUsedAt: iso(lastUsedAt),
    })),
    runningTasks: [...vcenter.tasks.values()]
      .filter((task) => task.endedAt === undefined)
      .map(({ moid, operation, descriptionId, entity, progress, user }) => ({
        moid,
        operation,
        descriptionId,
        entity: entity?.name ?? null,
        progress,
        user,
      })),
    apart: [...vcenter.apart.values()].map(hostState),
    clusters: [...vcenter.clusters.values()].map((cluster) => clusterState(world, cluster)),
  };
}

function clusterState(world: LabWorld, cluster: LabCluster): Record<string, unknown> {
  const hosts = [...cluster.vcenter.hosts.values()].filter((host) => host.cluster === cluster);
  return {
    name: cluster.name,
    moid: cluster.moid,
    kind: cluster.kind,
    imageManaged: cluster.imageManaged,
    policy: world.effectivePolicy(cluster),
    drs: cluster.drs,
    ha: cluster.ha,
    dpm: cluster.dpm,
    vsan: cluster.vsan,
    commits: cluster.commits.map((commit) => ({ ...commit, at: iso(commit.at) })),
    softwareTask: cluster.softwareTask ?? null,
    lastApply: world.applyResult(cluster) ?? null,
    hosts: hosts.map(hostState),
  };
}

function hostState(host: LabHost): Record<string, unknown> {
  const nameOf = (moid: string): string => {
    const service = [...host.vcenter.taServices.values()].find((it) => it.taHostMoid === moid);
    return service?.hostname ?? moid;
  };
  return {
    name: host.name,
    moid: host.moid,
    installed: installedVersion(host),
    measured: host.measured,
    banks: host.banks,
    activeBank: host.activeBank,
    lastBoot: { type: host.lastBoot.type, at: iso(host.lastBoot.at) },
    connection: host.connection,
    power: host.power,
    inMaintenance: host.inMaintenance,
    maintenanceBy: host.maintenanceBy ?? null,
    staged: host.staged ?? null,
    services: Object.fromEntries([...host.services].map(([key, { running }]) => [key, running])),
    ...(host.ta
      ? {
          images: [...host.ta.images].map(([version, image]) => ({
            version,
            lastAttestedAt: iso(image.lastAttestedAt),
          })),
        }
      : {}),
    reports: [...host.reports].map(([moid, report]) => ({
      taHost: nameOf(moid),
      status: report.status,
      version: report.version ?? null,
      at: iso(report.at),
      until: iso(report.until),
      messages: report.messages,
    })),
    vms: [...host.vcenter.vms.values()]
      .filter((vm) => vm.host === host)
      .map(({ name, encrypted, pinned, power, locked, memoryMiB }) => ({
        name,
        encrypted,
        pinned,
        power,
        locked,
        memoryMiB,
      })),
  };
}
