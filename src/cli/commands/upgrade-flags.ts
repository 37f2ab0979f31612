import { InvalidArgumentError, Option, type Command, type OptionValues } from '@commander-js/extra-typings';
import { TierKind, type UpgradeRequest } from '../../contract/index.js';
import { usageError } from '../exit.js';

/** What every upgrade is asked with; the same flags in `preflight`, `plan create` and `run start`. */
export interface UpgradeFlags {
  readonly vcenterVersion?: string | undefined;
  readonly esxVersion?: string | undefined;
  readonly boot: 'policy' | 'full';
  readonly onlyTier?: readonly TierKind[] | undefined;
  readonly onlyVcenter?: readonly string[] | undefined;
  readonly onlyCluster?: readonly string[] | undefined;
  readonly imageFile?: string | undefined;
  readonly vcenterExecutor?: Readonly<Record<string, VCenterWay>> | undefined;
  readonly clusterExecutor?: Readonly<Record<string, ClusterWay>> | undefined;
}

type Executors = NonNullable<UpgradeRequest['executors']>;
type VCenterWay = NonNullable<Executors['vcenters']>[string];
type ClusterWay = NonNullable<Executors['clusters']>[string];
const VCENTER_WAYS: readonly VCenterWay[] = ['appliance-update', 'installer', 'reduced-downtime'];
const CLUSTER_WAYS: readonly ClusterWay[] = ['lifecycle-image', 'baseline', 'iso'];

/** Adds them to a command, in the order in which its help lists them. */
export function withRequest<Args extends unknown[], Opts extends OptionValues, Global extends OptionValues>(
  command: Command<Args, Opts, Global>,
) {
  return command
    .addOption(
      new Option(
        '--vcenter-version <v>',
        'target of every vCenter, as the appliance names its update: 8.0.3.00400',
      ),
    )
    .addOption(new Option('--esx-version <v>', 'target of every host: 8.0.3-24022510 or 8.0.3-0.0.24022510'))
    .addOption(
      new Option(
        '--boot <kind>',
        "policy: as each cluster's Quick Boot setting says; full: boot every host fully",
      )
        .choices(['policy', 'full'] as const)
        .default('policy' as const),
    )
    .addOption(
      new Option(
        '--only-tier <tier>',
        `a narrower plan: this tier only, may be given more than once (${TierKind.options.join(', ')})`,
      ).argParser((text: string, before: readonly TierKind[] | undefined): readonly TierKind[] => [
        ...(before ?? []),
        tierOf(text),
      ]),
    )
    .addOption(
      new Option(
        '--only-vcenter <name>',
        'a narrower plan: this vCenter; without a tier or cluster only its own upgrade, not its hosts',
      ).argParser(anotherName),
    )
    .addOption(
      new Option('--only-cluster <name>', 'a narrower plan: the hosts of this cluster').argParser(
        anotherName,
      ),
    )
    .addOption(
      new Option(
        '--image-file <hash>',
        'an archived base-image file (vta image upload) instead of an export from the test host',
      ),
    )
    .addOption(
      new Option(
        '--vcenter-executor <name=way>',
        `who upgrades this vCenter: ${VCENTER_WAYS.join(', ')}; the last two are people, for whom the run waits`,
      ).argParser((text: string, before: Readonly<Record<string, VCenterWay>> | undefined) =>
        withWay(text, VCENTER_WAYS, before),
      ),
    )
    .addOption(
      new Option(
        '--cluster-executor <name=way>',
        `who upgrades the hosts of this cluster: ${CLUSTER_WAYS.join(', ')}; the last two are people`,
      ).argParser((text: string, before: Readonly<Record<string, ClusterWay>> | undefined) =>
        withWay(text, CLUSTER_WAYS, before),
      ),
    );
}

function withWay<W extends string>(
  text: string,
  ways: readonly W[],
  before: Readonly<Record<string, W>> | undefined,
): Readonly<Record<string, W>> {
  const at = text.lastIndexOf('=');
  const way = ways.find((known) => known === text.slice(at + 1));
  if (at < 1 || way === undefined)
    throw new InvalidArgumentError(`Expected NAME= and one of ${ways.join(', ')}.`);
  return { ...before, [text.slice(0, at)]: way };
}

function anotherName(name: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), name];
}

function tierOf(text: string): TierKind {
  const tier = TierKind.options.find((known) => known === text);
  if (tier === undefined) throw new InvalidArgumentError(`Expected one of ${TierKind.options.join(', ')}.`);
  return tier;
}

/** Whether anything of the estate is left out. */
export function isNarrower({ onlyTier, onlyVcenter, onlyCluster }: UpgradeFlags): boolean {
  return (onlyTier ?? onlyVcenter ?? onlyCluster) !== undefined;
}

/** Whether anything is asked of how it is done. */
export function asksMore({ imageFile, vcenterExecutor, clusterExecutor }: UpgradeFlags): boolean {
  return (imageFile ?? vcenterExecutor ?? clusterExecutor) !== undefined;
}

/**
 * The request body, or a usage error that names the flag which is missing.
 *
 * @param reason - business reason of a narrower plan (ORD-6)
 */
export function upgradeRequest(
  estate: string,
  flags: UpgradeFlags,
  reason: string | undefined,
): UpgradeRequest {
  const { vcenterVersion, esxVersion, boot } = flags;
  const only = scopeOf(flags, reason);
  const covers = (tiers: readonly TierKind[]) => only?.tiers.some((tier) => tiers.includes(tier)) ?? true;
  if (!vcenterVersion && covers(['authority-vcenter', 'trusted-vcenters'])) {
    throw usageError('Name the target of the vCenters: --vcenter-version V.');
  }
  if (!esxVersion && covers(['authority-hosts', 'trusted-hosts'])) {
    throw usageError('Name the target of the hosts: --esx-version V.');
  }
  return {
    estate,
    ...(vcenterVersion && { vcenterVersion }),
    ...(esxVersion && { esxVersion }),
    boot,
    ...(only && { only }),
    ...executorsOf(flags),
    ...(flags.imageFile && { imageFile: flags.imageFile.toLowerCase() }),
  };
}

function executorsOf({ vcenterExecutor, clusterExecutor }: UpgradeFlags): Pick<UpgradeRequest, 'executors'> {
  if ((vcenterExecutor ?? clusterExecutor) === undefined) return {};
  return {
    executors: {
      ...(vcenterExecutor && { vcenters: vcenterExecutor }),
      ...(clusterExecutor && { clusters: clusterExecutor }),
    },
  };
}

/** Names without a tier say what is meant: a cluster's hosts, or the vCenter itself. */
function scopeOf(flags: UpgradeFlags, reason: string | undefined): UpgradeRequest['only'] {
  if (!isNarrower(flags)) return undefined;
  const { onlyTier, onlyVcenter, onlyCluster } = flags;
  if (!reason?.trim()) {
    throw usageError('A narrower plan leaves the recommended order: say the business reason, --reason TEXT.');
  }
  const tiers =
    onlyTier ??
    (onlyCluster === undefined
      ? (['authority-vcenter', 'trusted-vcenters'] as const)
      : (['authority-hosts', 'trusted-hosts'] as const));
  return {
    tiers: [...new Set(tiers)],
    reason: reason.trim(),
    ...(onlyVcenter && { vcenters: [...onlyVcenter] }),
    ...(onlyCluster && { clusters: [...onlyCluster] }),
  };
}
