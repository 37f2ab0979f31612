import type { JudgedVersion } from '../../activities/retiring-evidence.js';
import type { EsxVersion } from '../../domain/model/version.js';
import type { RetireBaseImages } from '../../domain/operations/index.js';
import { onAuthority } from '../activity-proxies.js';
import { attestedAfter } from './attested-after.js';
import type { Operation } from './operate.js';
import { importing } from './retire-steps.js';

/**
 * A host has lost its attestation: the file of the archive is imported again as soon as somebody approves it, and every
 * host is seen attested.
 *
 * @returns the sentence with which the operation ends
 * @rule FIX-2, INV-1, DG-2, DG-11
 */
export async function importAgain(
  operation: Operation,
  about: {
    readonly details: RetireBaseImages['details'];
    readonly version: EsxVersion;
    readonly evidence: JudgedVersion;
    /** Hosts that are not attested any more. */
    readonly names: string;
  },
): Promise<string> {
  const { context, unit } = operation;
  const { details, version, evidence, names } = about;
  const imageHash = details.files[version] ?? '';
  const ta = onAuthority(context.authority.queue, context.timeScale);
  const on = { vcenter: context.authority.vcenter, cluster: context.authority.cluster, version };
  const isApproved = await unit.gate(`import-again/${version}`, [
    `after the removal of base image ${version} these hosts are not attested any more: ${names}`,
    `the archive has its file, SHA-256 ${imageHash}; imported again, hosts that measured it attest without a reboot`,
  ]);
  if (!isApproved) {
    return `${version} was removed and not imported again; not attested since: ${names}. Import its file from the archive, or boot them fully.`;
  }
  const clusterRef = details.cluster;
  await unit.work(
    importing(version),
    {
      what: `import of base image ${version} from the archive`,
      rule: 'FIX-2',
      call: () => ta.does.startImport({ ...on, clusterRef, imageHash }),
    },
    (started, patience) => ta.awaits.awaitImport({ ...on, ...started, patience }),
  );
  unit.story.tell('image.trusted', version, `base image ${version} was imported again from the archive`);
  await attestedAfter(operation, version, { ...evidence, removedAtMs: Date.now(), until: 'held' });
  return `${version} was removed and imported again: hosts still attested with it (${names}). All hosts are attested.`;
}
