import type { Health } from '../model/inventory.js';
import { sameSet } from './certificates.js';
import type { AuthorityConfiguration, AuthorityReading } from './configuration.js';
import { contentsOf } from './contents.js';
import { keyOf, providerOf, type ItemRef } from './item.js';

/**
 * How an archived item stands in the cluster.
 *
 * - `present`: the same, health `OK`, that is on every TA host
 * - `settling`: the same, health not known (yet), as after a change
 * - `inconsistent`: the same, but not on every TA host, or not in order there
 * - `missing`: not there
 * - `different`: something else of that name; only a person can say which one is right
 * - `unknown`: a secret, which cannot be compared, of a key provider that is not in order
 * - `unreadable`: the server did not say; that is not "missing"
 */
export type ItemState =
  'present' | 'settling' | 'inconsistent' | 'missing' | 'different' | 'unknown' | 'unreadable';

export interface ItemComparison {
  readonly item: ItemRef;
  readonly state: ItemState;
  /** What differs, or why it is unreadable, in words. */
  readonly have?: string;
}

/** What has to be applied; `again` = also where the cluster as a whole has it already. */
export interface ItemToApply {
  readonly item: ItemRef;
  readonly again: boolean;
}

/**
 * Compares an archive with a Trust Authority Cluster, item by item, in the order of applying (2.10, step 5).
 *
 * @param archived - what should be there
 * @param now - what is there, with its health over all TA hosts
 * @returns every archived item; what the cluster has beyond the archive is no item of it
 * @rule REC-3, BAK-3, INV-5, DG-14
 */
export function compareConfiguration(
  archived: AuthorityConfiguration,
  now: AuthorityReading,
): readonly ItemComparison[] {
  const present = new Map(contentsOf(now.configuration).map((content) => [keyOf(content.item), content]));
  return contentsOf(archived).map((wanted): ItemComparison => {
    const { item } = wanted;
    const bearer = keyOf(healthBearer(item));
    const unread = now.unreadable.find((part) => part.item === keyOf(item) || part.item === bearer);
    if (unread !== undefined) return { item, state: 'unreadable', have: unread.reason };
    const have = present.get(keyOf(item));
    if (have === undefined) return { item, state: 'missing' };
    const health = now.health[bearer] ?? 'NONE';
    if (item.kind === 'kmipPassword') return { item, state: health === 'OK' ? 'present' : 'unknown' };
    if (have.same === wanted.same) return { item, state: stateByHealth(health) };
    if (isUntouched(item, archived, now.configuration)) return { item, state: 'missing' };
    return { item, state: 'different', have: `${have.shown}; the archive has ${wanted.shown}` };
  });
}

/**
 * The items that have to be applied, in order. Where a key provider itself does, all that belongs to it does: which
 * copies lack it cannot be told.
 *
 * @param replaced - keys of items that a person wants overwritten although they differ
 * @returns empty when nothing is missing; what differs is not among them unless it is to be replaced, and what could not
 *   be read never
 * @rule REC-3
 */
export function missingItems(
  compared: readonly ItemComparison[],
  replaced: readonly string[] = [],
): readonly ItemToApply[] {
  const providers = new Map(
    compared.filter(({ item }) => item.kind === 'keyProvider').map(({ item, state }) => [item.name, state]),
  );
  return compared.flatMap(({ item, state }) => {
    if (state === 'different') return replaced.includes(keyOf(item)) ? [{ item, again: true }] : [];
    if (state === 'unreadable') return [];
    const ofProvider = providers.get(providerOf(item) ?? '');
    const isWhole = ofProvider === 'missing' || ofProvider === 'inconsistent';
    if (!isWhole && state !== 'missing' && state !== 'inconsistent' && state !== 'unknown') return [];
    // Whether a secret is set cannot be read: it is set where its provider is new or not in order.
    const isSecret = item.kind === 'kmipPassword' || item.kind === 'clientCertificate';
    const again = state === 'inconsistent' || ofProvider === 'inconsistent' || (isWhole && isSecret);
    return [{ item, again }];
  });
}

/** Items that are there but not as archived and not to be replaced, or that could not be read: each stops the work. */
export function itemsInTheWay(
  compared: readonly ItemComparison[],
  replaced: readonly string[] = [],
): readonly ItemComparison[] {
  return compared.filter(
    ({ item, state }) => state === 'unreadable' || (state === 'different' && !replaced.includes(keyOf(item))),
  );
}

/** Items that are not yet the same and `OK` on every TA host; empty = everything is restored. @rule INV-5, DG-14 */
export function unsettledItems(compared: readonly ItemComparison[]): readonly ItemComparison[] {
  return compared.filter(({ state }) => state !== 'present');
}

/** What the cluster has and the archive has not: configured since it was taken. @rule BAK-3 */
export function unarchivedItems(
  archived: AuthorityConfiguration,
  now: AuthorityConfiguration,
): readonly ItemRef[] {
  const known = new Set(contentsOf(archived).map(({ item }) => keyOf(item)));
  return contentsOf(now)
    .map(({ item }) => item)
    .filter((item) => !known.has(keyOf(item)));
}

const stateByHealth = (health: Health): ItemState =>
  health === 'OK' ? 'present' : health === 'NONE' ? 'settling' : 'inconsistent';

/** The item whose health says how this one stands: parts of a provider have none of their own. */
function healthBearer(item: ItemRef): ItemRef {
  const name = providerOf(item);
  return name === undefined ? item : { kind: 'keyProvider', name };
}

/** Nothing that anybody chose would be overwritten. */
function isUntouched(item: ItemRef, archived: AuthorityConfiguration, now: AuthorityConfiguration): boolean {
  if (item.kind === 'tpmSettings') {
    return !now.tpmSettings.requireEndorsementKeys && !now.tpmSettings.requireCertificateValidation;
  }
  if (item.kind !== 'serverCertificates') return false;
  // The list is replaced as a whole: nothing that is trusted now may be lost by it.
  const trusted = trustedBy(archived, item.name);
  return trustedBy(now, item.name).every((certificate) => trusted.includes(certificate));
}

function trustedBy({ keyProviders }: AuthorityConfiguration, name: string): readonly string[] {
  const found = keyProviders.find((provider) => provider.name === name);
  return (found?.trustedCertificates ?? []).map((certificate) => sameSet([certificate]));
}
