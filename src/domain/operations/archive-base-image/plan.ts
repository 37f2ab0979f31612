import { by } from '../../compare.js';
import type { Finding } from '../../model/finding.js';
import type { EsxHost, HostRef } from '../../model/inventory.js';
import type { EsxVersion } from '../../model/version.js';
import { parseEsxVersion } from '../../versions/index.js';
import type { OperationFacts } from '../facts.js';
import type { OperationDraft, OperationRequest } from '../model.js';

export interface ArchiveBaseImage {
  readonly parameters: {
    readonly version: string;
    /** Name of the host to take it from; absent = one that has booted fully, if there is one. */
    readonly host?: string;
  };
  /** Nothing to do when the archive holds it already, or nobody can give it. */
  readonly details: { readonly version: EsxVersion; readonly source?: HostRef };
}

/**
 * The file of a base image into the archive, from a host that runs it: what was imported before this tool was used is in
 * no archive, and after the upgrade nobody can give it any more. It only reads, so nobody is asked.
 *
 * @rule DG-11, FIX-1, QB-7, QB-8
 */
export function planArchiveBaseImage(
  { inventory, archivedImages }: OperationFacts,
  { parameters }: OperationRequest<'archive-base-image'>,
): OperationDraft<'archive-base-image'> {
  const version = parseEsxVersion(parameters.version);
  const isArchived = archivedImages.some((image) => image.version === version);
  const sources = inventory.trusted
    .flatMap(({ clusters }) => clusters.flatMap(({ hosts }) => hosts))
    .filter((host) => version !== undefined && canGive(host, version))
    .toSorted(by(({ boot, ref }) => `${boot.type === 'full' ? 0 : 1} ${ref.name}`));
  const named = sources.filter(({ ref }) => parameters.host === undefined || ref.name === parameters.host);
  const [source] = isArchived ? [] : named;
  return {
    subject: version ?? parameters.version,
    steps:
      source === undefined
        ? []
        : [
            {
              id: 'export',
              subject: source.ref.name,
              title: `take the file of ${version} from ${source.ref.name} into the archive`,
              rule: 'DG-11',
            },
          ],
    tables: [],
    gates: [],
    findings: [
      ...(isArchived ? [said('info', parameters.version, 'The archive holds its file already.')] : []),
      ...(isArchived || source !== undefined ? [] : [said('blocker', parameters.version, whyNone(version))]),
      ...(source !== undefined && source.boot.type !== 'full'
        ? [said('warning', source.ref.name, 'Its last boot was no full boot: the file says so (QB-7).')]
        : []),
    ],
    details: {
      version: version ?? parameters.version,
      ...(source === undefined ? {} : { source: source.ref }),
    },
  };

  function whyNone(known: EsxVersion | undefined): string {
    if (known === undefined) return `"${parameters.version}" is not an ESXi version.`;
    const names = sources.map(({ ref }) => ref.name).join(', ');
    return parameters.host === undefined
      ? `No trusted host that is connected runs ${known}.`
      : `${parameters.host} is no connected trusted host that runs ${known}; these are: ${names || 'none'}.`;
  }
}

const canGive = ({ installed, connection }: EsxHost, version: EsxVersion): boolean =>
  installed === version && connection === 'connected';

function said(severity: Finding['severity'], subject: string, message: string): Finding {
  return {
    rule: 'DG-11',
    check: 'image-file',
    subject,
    severity,
    message,
    remedy:
      severity === 'blocker'
        ? 'Name a version that a trusted host runs now, by its release and build.'
        : 'Nothing has to be done about it.',
  };
}
