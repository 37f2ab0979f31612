import { itemsInTheWay, missingItems, type ItemComparison, type ItemToApply } from '../../archive/compare.js';
import { secretNamesOf, type SecretNames } from '../../archive/change.js';
import { describeItem, keyOf, providerOf } from '../../archive/item.js';
import type { ArchiveManifest } from '../../archive/manifest.js';
import type { Finding } from '../../model/finding.js';
import type { ClusterRef } from '../../model/inventory.js';
import { gateIds } from '../../planning/gates.js';
import type { OperationFacts } from '../facts.js';
import type { OperationDraft, OperationRequest } from '../model.js';
import { comparisonTable, notArchivedTable } from './tables.js';

export interface RestoreConfiguration {
  readonly parameters: {
    /** Hash of the archive; absent = the one confirmed last. */
    readonly archive?: string;
    /** Keys of items that differ and shall be overwritten. */
    readonly replace?: readonly string[];
    /** Names of credentials by key provider, where they are not the usual ones. */
    readonly secrets?: Readonly<Record<string, Partial<SecretNames>>>;
  };
  readonly details: {
    readonly cluster: ClusterRef;
    readonly archive: string;
    readonly apply: readonly ItemToApply[];
    readonly secrets: Readonly<Record<string, SecretNames>>;
  };
}

/** What was found of the archive that shall be restored. */
export type ArchiveFound =
  | { readonly hash: string; readonly at: string; readonly manifest: ArchiveManifest }
  | { readonly problem: string };

/** What the reading of this kind puts into `extras`. */
interface Extras {
  readonly archive?: ArchiveFound;
  readonly comparison?: readonly ItemComparison[];
}

/**
 * Brings an archived vTA configuration back into its Trust Authority Cluster, item by item in the order of 2.10, step 5.
 * What is there already is left alone; what differs stops the plan and is named.
 *
 * @rule BAK-3, REC-3, DG-2, DG-11, DG-15, DG-18, INV-5
 */
export function planRestoreConfiguration(
  facts: OperationFacts,
  { parameters }: OperationRequest<'restore-configuration'>,
): OperationDraft<'restore-configuration'> {
  const { ref } = facts.inventory.authority.cluster;
  const { archive, comparison = [] } = facts.extras as Extras;
  const found = archive !== undefined && 'manifest' in archive ? archive : undefined;
  const apply = missingItems(comparison, parameters.replace);
  const secrets = secretsOf(apply, parameters.secrets);
  return {
    subject: ref.name,
    steps: [
      ...apply.map(({ item }) => ({
        id: keyOf(item),
        subject: item.name,
        title: `apply ${describeItem(item)}`,
        rule: 'REC-3',
      })),
      { id: 'verify', subject: ref.name, title: 'every item OK on every TA host', rule: 'INV-5' },
      { id: 'archive', subject: ref.name, title: 'archive the vTA configuration again', rule: 'BAK-3' },
    ],
    tables: [
      comparisonTable(comparison, apply),
      ...(found === undefined ? [] : [notArchivedTable(found.manifest)]),
    ],
    gates: [
      {
        id: gateIds.begin,
        kind: 'begin',
        title: `Restore the vTA configuration of ${ref.name}`,
        rule: 'DG-2',
      },
    ],
    findings: [
      ...(found === undefined ? [noArchive(ref.name, archive)] : filesMissing(apply, found.manifest)),
      ...inTheWay(comparison, parameters.replace),
      ...unknownReplacements(comparison, parameters.replace),
      ...absentHosts(facts),
      ...secretsNeeded(apply, secrets),
    ],
    details: { cluster: ref, archive: found?.hash ?? '', apply, secrets },
  };
}

const finding =
  (severity: Finding['severity']) =>
  (rule: string, check: string, subject: string, message: string, remedy: string): Finding => ({
    rule,
    check,
    subject,
    severity,
    message,
    remedy,
  });
const blocker = finding('blocker');
const warning = finding('warning');

function noArchive(cluster: string, archive: ArchiveFound | undefined): Finding {
  const why = archive !== undefined && 'problem' in archive ? archive.problem : 'no archive was found';
  return blocker(
    'BAK-3',
    'no-archive',
    cluster,
    `There is nothing to restore from: ${why}.`,
    'Import an archive (vta archive import), or name another one: vta archive list.',
  );
}

function filesMissing(apply: readonly ItemToApply[], { images }: ArchiveManifest): Finding[] {
  return apply
    .filter(({ item }) => item.kind === 'baseImage' && !images.some(({ version }) => version === item.name))
    .map(({ item }) =>
      blocker(
        'DG-11',
        'image-file-absent',
        item.name,
        `The archive has no file of base image ${item.name}, and no call gives it back.`,
        'Import it by hand from its boot_imgdb.tgz, or an archive that has it; then plan again.',
      ),
    );
}

function inTheWay(compared: readonly ItemComparison[], replaced?: readonly string[]): Finding[] {
  return itemsInTheWay(compared, replaced).map(({ item, state, have = '' }) =>
    state === 'unreadable'
      ? blocker(
          'DG-14',
          'item-unreadable',
          describeItem(item),
          `${describeItem(item)} could not be read: ${have}. Not read is not missing.`,
          'See that the Trust Authority vCenter answers for it; then plan again.',
        )
      : blocker(
          'BAK-3',
          'item-differs',
          describeItem(item),
          `${describeItem(item)} is there and differs: ${have}.`,
          isReplaceable(item.kind)
            ? `Find out which one is right; to overwrite it: --replace ${keyOf(item)}.`
            : 'Find out which one is right; the API cannot change it: remove the wrong one by hand, then plan again.',
        ),
  );
}

/** What the API can change; the rest it creates and removes only. */
const isReplaceable = (kind: string): boolean =>
  !['caCertificate', 'endorsementKey', 'principal', 'baseImage'].includes(kind);

function unknownReplacements(
  compared: readonly ItemComparison[],
  replaced: readonly string[] = [],
): Finding[] {
  return replaced
    .filter((key) => {
      const found = compared.find(({ item }) => keyOf(item) === key);
      return found?.state !== 'different' || !isReplaceable(found.item.kind);
    })
    .map((key) =>
      blocker(
        'BAK-3',
        'nothing-to-replace',
        key,
        `${key} is no item that differs and can be overwritten.`,
        'Take it out of --replace, or correct it; the table names the items that differ.',
      ),
    );
}

/** A change reaches connected hosts only; an absent one would come back without it. */
function absentHosts({ inventory }: OperationFacts): Finding[] {
  return inventory.authority.cluster.hosts
    .filter(({ connection }) => connection !== 'connected')
    .map(({ ref, connection }) =>
      blocker(
        'DG-15',
        'ta-host-absent',
        ref.name,
        `${ref.name} is ${connection}: it would not get what is restored.`,
        'Connect every TA host, or remove it from the cluster; then plan again.',
      ),
    );
}

function secretsOf(
  apply: readonly ItemToApply[],
  given: RestoreConfiguration['parameters']['secrets'] = {},
): Readonly<Record<string, SecretNames>> {
  const providers = new Set(apply.flatMap(({ item }) => providerOf(item) ?? []));
  return Object.fromEntries(
    [...providers].toSorted().map((name) => [name, { ...secretNamesOf(name), ...given[name] }]),
  );
}

function secretsNeeded(
  apply: readonly ItemToApply[],
  secrets: Readonly<Record<string, SecretNames>>,
): Finding[] {
  return apply.flatMap(({ item }) => {
    const names = secrets[item.name];
    const needed =
      item.kind === 'kmipPassword'
        ? names?.kmipPassword
        : item.kind === 'clientCertificate'
          ? names?.privateKey
          : undefined;
    if (needed === undefined) return [];
    return [
      warning(
        'DG-18',
        'secret-needed',
        describeItem(item),
        `${describeItem(item)} needs a secret that no archive has: it is read from credential "${needed}" when its step comes, and kept nowhere.`,
        `Have "${needed}" in the credentials of the worker of the authority zone; the step waits for it.`,
      ),
    ];
  });
}
