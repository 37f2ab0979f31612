import { clustersOf, hostStep, refNow, sameCluster, type RunSoFar } from '../diff/index.js';
import type { EsxCluster, EsxHost, EstateInventory, Unreadable } from '../model/inventory.js';
import type { TaskList } from '../model/running-task.js';
import type { GateStatus, HostProgress, Residue } from '../model/run.js';
import { ownTasks, policyDebt, taskText } from '../safety/index.js';

/** What the end of a run is judged by. */
export interface ResidueFacts extends RunSoFar {
  readonly gates: readonly GateStatus[];
  /** The estate as it stands; a side that could not be read is missing. */
  readonly now: {
    readonly authority?: EstateInventory['authority'];
    readonly trusted: EstateInventory['trusted'];
  };
  readonly tasks: readonly TaskList[];
  /** What could not be read, and why. */
  readonly unreadable: readonly Unreadable[];
}

/**
 * Everything a run that ended early has left in the estate, each with what to do about it. Empty when it had begun
 * nothing.
 *
 * @rule DG-16, QB-4, DG-14
 */
export function residueOf(facts: ResidueFacts): readonly Residue[] {
  if (facts.tiers.every(({ state }) => state === 'planned')) return gatesLeft(facts);
  const { authority, trusted } = facts.now;
  const clusters = [
    ...(authority === undefined ? [] : [authority.cluster]),
    ...trusted.flatMap((t) => t.clusters),
  ];
  return [
    ...hostsLeft(facts, clusters),
    ...clustersOf(facts.planned).flatMap((cluster) =>
      clusterLeft(facts, cluster, sameCluster(clusters, cluster)),
    ),
    ...imagesLeft(facts),
    ...facts.tasks.flatMap((list) =>
      ownTasks(list).map((task): Residue => ({
        kind: 'task',
        subject: task.entity?.name ?? list.vcenter,
        rule: 'DG-12',
        text: `still running: ${taskText(task)}`,
        whatToDo: 'Let it end, then look at the host; do not begin anything there before.',
      })),
    ),
    ...gatesLeft(facts),
    ...facts.unreadable.map(({ subject, reason }): Residue => ({
      kind: 'unread',
      subject,
      rule: 'DG-14',
      text: `could not be read at the end: ${reason}`,
      whatToDo: 'Look there for hosts in maintenance mode, running tasks and changed policies.',
    })),
  ];
}

/** Hosts begun and not finished, and every other one that is in maintenance mode and was not when the plan was made. */
function hostsLeft(facts: ResidueFacts, clusters: readonly EsxCluster[]): Residue[] {
  const present = clusters.flatMap(({ hosts }) => hosts);
  const planned = clustersOf(facts.planned).flatMap(({ hosts }) => hosts);
  return planned.flatMap((before) => {
    const known = refNow(facts, before.ref);
    const now = present.find(({ ref }) => ref.vcenter === known.vcenter && ref.moid === known.moid);
    const progress = facts.hosts.find(
      ({ host }) => host.vcenter === before.ref.vcenter && host.moid === before.ref.moid,
    );
    const isBetween = progress !== undefined && !ENDED.includes(progress.phase);
    const isInMaintenance = now?.inMaintenance === true && before.inMaintenance !== true;
    if (!isBetween && !isInMaintenance) return [];
    return [hostLeft(facts, before, now, isBetween ? progress : undefined)];
  });
}

const ENDED: readonly HostProgress['phase'][] = ['planned', 'guards', 'done'];

function hostLeft(
  facts: ResidueFacts,
  { ref, role }: EsxHost,
  now: EsxHost | undefined,
  progress: HostProgress | undefined,
): Residue {
  const target = hostStep(facts.plan, ref)?.target;
  const installed =
    now?.installed ?? progress?.installedAfter ?? progress?.installedBefore ?? 'an unknown version';
  const where =
    now?.inMaintenance === undefined
      ? 'whether it is in maintenance mode could not be read'
      : now.inMaintenance
        ? 'in maintenance mode'
        : 'not in maintenance mode';
  const step =
    progress === undefined
      ? ''
      : progress.phase === 'parked'
        ? `, ${progress.problem ?? 'parked'}`
        : `, left while ${progress.phase}`;
  return {
    kind: 'host',
    subject: ref.name,
    rule: role === 'trusted' ? 'DG-9' : 'DG-7',
    text: `${where}, on ${installed}${target === undefined ? '' : ` (planned ${target})`}${step}`,
    whatToDo: adviceFor(role, now, target),
  };
}

function adviceFor(role: EsxHost['role'], now: EsxHost | undefined, target: string | undefined): string {
  if (now?.inMaintenance === undefined)
    return 'Look at the host in vCenter before anything else is done to it.';
  if (!now.inMaintenance)
    return 'Check its version, services and attestation; a new plan takes it up from there.';
  const proof = role === 'trusted' ? ' once it is attested' : ' once its services are healthy';
  return now.installed === target
    ? `Take it out of maintenance mode${proof}.`
    : 'Remove the cause, then plan again, or take it out of maintenance mode on its present version.';
}

function clusterLeft(facts: ResidueFacts, before: EsxCluster, now: EsxCluster | undefined): Residue[] {
  if (now === undefined) return [];
  const left: Residue[] = [];
  const debt = before.policy === undefined ? null : policyDebt(now.ref, before.policy, now.policy ?? null);
  if (debt !== null) {
    left.push({
      kind: 'policy',
      subject: now.ref.name,
      rule: debt.rule,
      text: debt.text,
      whatToDo: 'Set the remediation policy of the cluster back by hand; the plan names what was found.',
    });
  }
  const [was, is] = [before.desired?.commit, now.desired?.commit];
  if (is !== undefined && is !== was) {
    left.push({
      kind: 'commit',
      subject: now.ref.name,
      rule: 'IMG-2',
      text: `desired image ${now.desired?.baseImage} (commit ${is}) is set; before it was ${before.desired?.baseImage ?? 'not set'}`,
      whatToDo:
        'Leave it for the next run, or set the former image; until then vLCM shows hosts as not compliant.',
    });
  }
  return left;
}

function imagesLeft({ planned, now }: ResidueFacts): Residue[] {
  const before = planned.authority.facts.images.map(({ version }) => version);
  return (now.authority?.facts.images ?? [])
    .filter(({ version }) => !before.includes(version))
    .map(({ version }) => ({
      kind: 'image',
      subject: version,
      rule: 'QB-4',
      text: `base image ${version} was imported since the plan was made`,
      whatToDo: 'Keep it while any host runs or attests with it.',
    }));
}

function gatesLeft({ gates }: Pick<ResidueFacts, 'gates'>): Residue[] {
  return gates
    .filter(({ state }) => state === 'open')
    .map(({ id, title }) => ({
      kind: 'gate',
      subject: id,
      rule: 'DG-2',
      text: `still open at the end: ${title}`,
      whatToDo: 'Nothing; nobody waits for its decision any more.',
    }));
}
