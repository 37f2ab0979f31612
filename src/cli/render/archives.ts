import type { ArchiveManifest, ArchiveSummary, ArchiveVerification } from '../client/types.js';
import type { Style } from './style.js';
import { table } from './table.js';
import { timestamp } from './time.js';

const shortHash = (hash: string): string => hash.slice(0, 12);

/** Archives of an estate, last confirmed first. */
export function archiveTable(archives: readonly ArchiveSummary[], style: Style): string {
  if (archives.length === 0) {
    return 'The vTA configuration was never archived: it is on the TA hosts, and no vCenter backup contains it.';
  }
  return table(
    ['Archive', 'Confirmed', 'Taken', 'vCenter', 'Images', 'Complete'],
    archives.map(({ hash, at, takenAt, vcenter, images, complete, schemaVersion }) => [
      shortHash(hash),
      timestamp(at),
      takenAt === undefined ? '' : timestamp(takenAt),
      vcenter ?? '',
      String(images),
      schemaVersion === 0 ? 'by an earlier release: take it again' : complete ? 'yes' : 'no',
    ]),
    style,
  );
}

/** What an archive contains, then what it does not and who keeps it. */
export function archiveLines(hash: string, manifest: ArchiveManifest, style: Style): string[] {
  const { estate, takenAt, authority, trusted, images, notArchived } = manifest;
  const of = ({ version, build }: { version: string; build: string }): string => `${version} (${build})`;
  return [
    style.colors.bold(`Archive ${hash}`),
    `estate ${estate}, taken ${timestamp(takenAt)}, schema ${manifest.schemaVersion}`,
    `cluster ${authority.cluster.name} of ${authority.vcenter} ${of(authority.vcenterVersion)}`,
    ...trusted.map(({ vcenter, vcenterVersion }) => `trusted side ${vcenter} ${of(vcenterVersion)}`),
    '',
    images.length === 0
      ? 'No base-image file.'
      : table(
          ['Base image', 'Bytes', 'From', 'SHA-256'],
          images.map(({ version, bytes, sourceHost, hash: file }) => [
            version,
            String(bytes),
            sourceHost,
            shortHash(file),
          ]),
          style,
        ),
    '',
    ...(notArchived.length === 0
      ? ['Nothing is missing.']
      : [
          style.colors.bold('Not in it, and who keeps it'),
          ...notArchived.map(
            ({ kind, subject, why, keeper }) => `${kind} ${subject}: ${why}. Keeper: ${keeper}`,
          ),
        ]),
  ];
}

export function verificationLines({ hash, ok, checks }: ArchiveVerification, style: Style): string[] {
  return [
    ...checks.map(
      ({ subject, ok: isFine, text }) =>
        `${isFine ? style.colors.green('ok  ') : style.colors.red('BAD ')} ${subject}: ${text}`,
    ),
    ok
      ? `Archive ${shortHash(hash)} is whole.`
      : `Archive ${shortHash(hash)} is damaged: do not rely on it. Import a good copy, or take a new one (BAK-3).`,
  ];
}
