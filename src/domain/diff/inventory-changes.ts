import { canonicalJson } from '../canonical-json.js';
import type { EsxCluster, EsxHost, EstateInventory, VCenterFacts } from '../model/inventory.js';
import type { TaskList } from '../model/running-task.js';
import { foreignTasks, taskText } from '../safety/index.js';
import {
  expectedHost,
  expectedVersions,
  hasBegunCluster,
  isBeingRecovered,
  isTierOver,
  ownImages,
  refNow,
  sameHost,
  type RunSoFar,
} from './own-doing.js';

/** One thing that is otherwise than the plan and the run's own work say. */
export interface InventoryChange {
  readonly subject: string;
  readonly text: string;
  /** False = worth a line; the guards of the hosts wait for it anyway. */
  readonly isMaterial: boolean;
}

export interface InventoryChanges {
  readonly changes: readonly InventoryChange[];
  /** What could not be read: whether it changed is not known (DG-14). */
  readonly unread: readonly string[];
}

/** The estate as it is read again. */
export interface EstateNow {
  readonly estate: Pick<EstateInventory, 'authority' | 'trusted'>;
  /** Running tasks, one list per vCenter. */
  readonly tasks: readonly TaskList[];
}

/**
 * What others have changed in the estate since the plan was made: the plan's inventory and what the run did itself,
 * beside a new reading.
 *
 * @rule DG-12, DG-14
 */
export function inventoryChanges(run: RunSoFar, now: EstateNow): InventoryChanges {
  const unread: string[] = [];
  const before = [run.planned.authority, ...run.planned.trusted];
  const after = [now.estate.authority, ...now.estate.trusted];
  const changes = [
    ...before.flatMap(({ vcenter }) =>
      vcenterChanges(run, vcenter, after.find((side) => side.vcenter.name === vcenter.name)?.vcenter),
    ),
    ...imageChanges(run, now),
    ...linkChanges(run, now),
    ...clustersOf(run.planned).flatMap((cluster) =>
      clusterChanges(run, cluster, sameCluster(clustersOf(now.estate), cluster)),
    ),
    ...hostChanges(run, now, unread),
    ...now.tasks.flatMap((list) =>
      foreignTasks(list, 'vcenter').map((task) =>
        change(list.vcenter, `another administrator's task is running: ${taskText(task)}`),
      ),
    ),
  ];
  return { changes, unread };
}

export function clustersOf({
  authority,
  trusted,
}: Pick<EstateInventory, 'authority' | 'trusted'>): readonly EsxCluster[] {
  return [authority.cluster, ...trusted.flatMap(({ clusters }) => clusters)];
}

export function sameCluster(clusters: readonly EsxCluster[], { ref }: EsxCluster): EsxCluster | undefined {
  return clusters.find((one) => one.ref.vcenter === ref.vcenter && one.ref.moid === ref.moid);
}

function change(subject: string, text: string, isMaterial = true): InventoryChange {
  return { subject, text, isMaterial };
}

function vcenterChanges(
  run: RunSoFar,
  planned: VCenterFacts,
  now: VCenterFacts | undefined,
): InventoryChange[] {
  if (now === undefined) return [change(planned.name, 'vCenter is no longer part of the estate')];
  const expected = expectedVersions(run, planned.name, planned.current.version);
  return expected.includes(now.current.version)
    ? []
    : [change(planned.name, `runs ${now.current.version}, not ${expected.join(' or ')}`)];
}

function imageChanges(run: RunSoFar, now: EstateNow): InventoryChange[] {
  const cluster = now.estate.authority.cluster.ref.name;
  const before = run.planned.authority.facts.images.map(({ version }) => version);
  const after = now.estate.authority.facts.images.map(({ version }) => version);
  const expected = [...before, ...ownImages(run)];
  return [
    ...after
      .filter((version) => !expected.includes(version))
      .map((version) => change(cluster, `base image ${version} was added`)),
    ...before
      .filter((version) => !after.includes(version))
      .map((version) => change(cluster, `base image ${version} was removed`)),
  ];
}

function linkChanges(run: RunSoFar, now: EstateNow): InventoryChange[] {
  return run.planned.trusted.flatMap(({ link }) => {
    const other = now.estate.trusted.find((side) => side.link.vcenter === link.vcenter)?.link;
    return other === undefined || other.principalFingerprint === link.principalFingerprint
      ? []
      : [change(link.vcenter, 'its signing certificates are others than the Trust Authority Cluster knows')];
  });
}

function clusterChanges(run: RunSoFar, planned: EsxCluster, now: EsxCluster | undefined): InventoryChange[] {
  const { name, moid, vcenter } = planned.ref;
  if (now === undefined) return [change(name, 'cluster is gone')];
  const tier = planned.role === 'authority' ? 'authority-hosts' : 'trusted-hosts';
  const isOurs = hasBegunCluster(run, moid, vcenter);
  const changes: InventoryChange[] = [];
  // While the run works on a cluster, its policy and what vLCM switches off for a remediation are the run's.
  if (!isOurs || isTierOver(run, tier)) {
    const settings = [
      ['the remediation policy', policyOf(planned), policyOf(now)],
      ['DRS', planned.drs, now.drs],
      ['vSphere HA', json(planned.ha), json(now.ha)],
      ['DPM', json(planned.dpm), json(now.dpm)],
    ] as const;
    for (const [what, before, after] of settings) {
      if (before !== after) changes.push(change(name, `${what} was ${before}, is ${after}`));
    }
  }
  if (!isOurs && json(planned.desired) !== json(now.desired)) {
    changes.push(change(name, `the desired image was ${imageOf(planned)}, is ${imageOf(now)}`));
  }
  return changes;
}

const json = (value: unknown): string => (value === undefined ? 'unread' : canonicalJson(value));
const policyOf = ({ policy }: EsxCluster): string => json(policy?.raw);
const imageOf = ({ desired }: EsxCluster): string =>
  desired === undefined ? 'not set' : `${desired.baseImage} (commit ${desired.commit ?? 'unknown'})`;

function hostChanges(run: RunSoFar, now: EstateNow, unread: string[]): InventoryChange[] {
  const before = clustersOf(run.planned).flatMap(({ hosts }) => hosts);
  const after = clustersOf(now.estate).flatMap(({ hosts }) => hosts);
  const added = after.filter(
    ({ ref }) =>
      !isBeingRecovered(run, ref.name) && !before.some((host) => sameHost(refNow(run, host.ref), ref)),
  );
  return [
    ...added.map(({ ref, cluster }) => change(ref.name, `host was added to cluster ${cluster.name}`)),
    ...before.flatMap((host) =>
      oneHost(
        run,
        host,
        after.find(({ ref }) => sameHost(ref, refNow(run, host.ref))),
        unread,
      ),
    ),
  ];
}

/** vCenter works the boot time out from the uptime: it may differ by moments. A boot takes minutes. */
const SAME_BOOT_MS = 60_000;

function isSameBoot(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && Math.abs(Date.parse(a) - Date.parse(b)) < SAME_BOOT_MS;
}

function oneHost(
  run: RunSoFar,
  planned: EsxHost,
  now: EsxHost | undefined,
  unread: string[],
): InventoryChange[] {
  const { name } = planned.ref;
  if (isBeingRecovered(run, name)) return [];
  if (now === undefined) return [change(name, `host is gone from cluster ${planned.cluster.name}`)];
  const changes: InventoryChange[] = [];
  if (now.cluster.moid !== planned.cluster.moid) {
    changes.push(change(name, `host was moved from cluster ${planned.cluster.name} to ${now.cluster.name}`));
  }
  const expected = expectedHost(run, planned);
  if (expected === null) return changes;
  if (now.connection !== planned.connection) {
    changes.push(change(name, `host is ${now.connection}, was ${planned.connection}`, false));
  }
  compare('version', expected.installed, now.installed, `runs ${now.installed}, not ${expected.installed}`);
  compare(
    'maintenance mode',
    expected.inMaintenance,
    now.inMaintenance,
    now.inMaintenance === true ? 'host is in maintenance mode' : 'host is no longer in maintenance mode',
  );
  compare(
    'boot time',
    expected.bootTime,
    isSameBoot(expected.bootTime, now.bootTime) ? expected.bootTime : now.bootTime,
    `host has booted at ${now.bootTime}, and not by this run (before: ${expected.bootTime})`,
  );
  return changes;

  /** What was known and cannot be read now may have changed; what was not known then says nothing now. */
  function compare<T>(what: string, before: T | undefined, after: T | undefined, text: string): void {
    if (before === undefined || before === after) return;
    if (after === undefined) unread.push(`${what} of ${name}`);
    else changes.push(change(name, text));
  }
}
