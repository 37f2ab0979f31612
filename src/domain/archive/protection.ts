import type { AuthorityFacts } from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';
import type { WhyNot } from '../model/waiting.js';
import type { AuthorityConfiguration } from './configuration.js';
import { contentsOf } from './contents.js';
import { describeItem, keyOf, type ItemRef } from './item.js';
import type { ArchiveManifest } from './manifest.js';

/** The newest archive of an estate, as far as protection is judged by it. Plain JSON. */
export interface ArchiveFacts {
  /** Hash of the manifest. */
  readonly archive: string;
  /** When its content was last confirmed, ISO 8601. */
  readonly at: string;
  /** Keys of the items in it. */
  readonly items: readonly string[];
  /** Versions whose files are in it. */
  readonly images: readonly EsxVersion[];
  /** Trusted vCenters in it. */
  readonly trusted: readonly string[];
  /** What could not be read when it was taken. */
  readonly unreadable: readonly string[];
}

/** What stands between an estate and its protection. */
export interface ArchiveGap {
  readonly rule: 'BAK-1' | 'BAK-3' | 'DG-11';
  readonly subject: string;
  /** What was found, one sentence. */
  readonly have: string;
  /** What the reader does about it, one sentence. */
  readonly remedy: string;
}

/** An archive that nobody has confirmed for so long is taken again before work on the Trust Authority (BAK-3). */
export const ARCHIVE_MAX_AGE_HOURS = 24;

export const archiveFactsOf = (
  archive: string,
  at: string,
  manifest: ArchiveManifest,
  configuration: AuthorityConfiguration,
): ArchiveFacts => ({
  archive,
  at,
  items: contentsOf(configuration).map(({ item }) => keyOf(item)),
  images: manifest.images.map(({ version }) => version),
  trusted: manifest.trusted.map(({ vcenter }) => vcenter),
  unreadable: manifest.notArchived.filter(({ kind }) => kind === 'unreadable').map(({ subject }) => subject),
});

/** Nothing was unreadable, and every base image has its file. Secrets are never in it: who keeps them is in the manifest. */
export function isComplete({ notArchived }: Pick<ArchiveManifest, 'notArchived'>): boolean {
  return notArchived.every(({ kind }) => kind === 'kmip-password' || kind === 'private-key');
}

/**
 * Everything in which the newest archive falls short of the Trust Authority Cluster as it is now. A vCenter backup counts
 * for nothing here: most vTA configuration is on the TA hosts.
 *
 * @param archive - absent = there is none that this release can read
 * @param trusted - vCenters of the trusted side that must be in it
 * @param accepted - versions whose missing file the operator has accepted
 * @param now - ISO 8601
 * @returns empty = protected
 * @rule BAK-1, BAK-2, BAK-3, DG-11
 */
export function archiveGaps(about: {
  readonly archive: ArchiveFacts | undefined;
  readonly authority: AuthorityFacts;
  readonly trusted: readonly string[];
  readonly now: string;
  readonly accepted?: readonly EsxVersion[];
}): readonly ArchiveGap[] {
  const { archive, authority, trusted, now, accepted = [] } = about;
  const { name } = authority.cluster;
  if (archive === undefined) {
    return [
      {
        rule: 'BAK-1',
        subject: name,
        have: 'vTA configuration not archived: it is on the TA hosts, and no vCenter backup contains it',
        remedy: `Archive it: vta archive create, and keep KMIP passwords and private keys elsewhere.`,
      },
    ];
  }
  const stale = (subject: string, have: string): ArchiveGap => ({
    rule: 'BAK-3',
    subject,
    have,
    remedy: 'Take the archive again: vta archive create.',
  });
  const held = itemsOf(authority);
  const keys = held.map((item) => keyOf(item));
  const hours = (Date.parse(now) - Date.parse(archive.at)) / 3_600_000;
  return [
    ...(hours <= ARCHIVE_MAX_AGE_HOURS
      ? []
      : [
          stale(
            name,
            `the archive was last confirmed at ${archive.at}, more than ${ARCHIVE_MAX_AGE_HOURS} hours ago`,
          ),
        ]),
    ...archive.unreadable.map((subject) =>
      stale(subject, `${subject} could not be read when the archive was taken`),
    ),
    ...held
      .filter((item) => !archive.items.includes(keyOf(item)))
      .map((item) =>
        stale(item.name, `${describeItem(item)} is not in the archive: it was configured later`),
      ),
    ...archive.items
      .filter((key) => LISTED.test(key) && !keys.includes(key))
      .map((key) => stale(key, `${key} is in the archive and no longer in the cluster`)),
    ...trusted
      .filter((vcenter) => !archive.trusted.includes(vcenter))
      .map((vcenter) => stale(vcenter, `the trusted side of ${vcenter} is not in the archive`)),
    ...authority.images
      .filter(({ version }) => !archive.images.includes(version) && !accepted.includes(version))
      .map(({ version }): ArchiveGap => ({
        rule: 'DG-11',
        subject: version,
        have: `the archive has no file of base image ${version}, and no call gives it back`,
        remedy: `Bring its boot_imgdb.tgz into the archive while a host still runs ${version}, or accept the gap with a new plan.`,
      })),
  ];
}

/**
 * Why no work on the Trust Authority side may begin: its configuration is not protected.
 *
 * @rule BAK-1, BAK-3, DG-11
 */
export function whyNotProtected(about: Parameters<typeof archiveGaps>[0]): WhyNot | null {
  const gaps = archiveGaps(about);
  const [first] = gaps;
  if (first === undefined) return null;
  const more = gaps.length > 1 ? `, and ${gaps.length - 1} more` : '';
  return {
    kind: 'operator-decision',
    subject: first.subject,
    have: `${first.have}${more}`,
    need: 'an archive of the vTA configuration as it is now, complete',
    rule: first.rule,
    youMay: [{ who: 'Trust Authority administrator', what: first.remedy }],
  };
}

/** Kinds whose names the facts of the Trust Authority Cluster list. */
const LISTED = /^(keyProvider|caCertificate|endorsementKey|baseImage|principal)\//;

function itemsOf(authority: AuthorityFacts): readonly ItemRef[] {
  return [
    ...authority.keyProviders.map(({ name }) => ({ kind: 'keyProvider' as const, name })),
    ...authority.caCertificates.map(({ name }) => ({ kind: 'caCertificate' as const, name })),
    ...authority.endorsementKeys.map(({ name }) => ({ kind: 'endorsementKey' as const, name })),
    ...authority.images.map(({ version }) => ({ kind: 'baseImage' as const, name: version })),
    ...authority.principals.map(({ issuer }) => ({ kind: 'principal' as const, name: issuer })),
  ];
}
