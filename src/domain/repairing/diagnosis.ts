import { classifyAttestationFailure } from '../attestation/index.js';
import { VM_IMPACT, type AttestationFailure } from '../attestation/failure.js';
import type { BaseImage, EsxHost, LedgerRow } from '../model/inventory.js';
import type { EsxVersion } from '../model/version.js';

/**
 * What a host's attestation suffers from.
 *
 * - `attested`: nothing; there is nothing to repair
 * - `base-image-missing`: it attests with a version that the Trust Authority Cluster does not list
 * - `base-image-inconsistent`: the version is listed, and not on every TA host
 * - `measured-unknown`: nobody knows with which version it attests, so that its image may be the missing one
 * - `other`: the images are fine; repairing them does not help
 */
export type Diagnosis =
  | { readonly state: 'attested' }
  | { readonly state: 'base-image-missing'; readonly missing: EsxVersion; readonly text: string }
  | { readonly state: 'base-image-inconsistent'; readonly image: BaseImage; readonly text: string }
  | { readonly state: 'measured-unknown'; readonly text: string }
  | { readonly state: 'other'; readonly failure: AttestationFailure };

/**
 * Why a trusted host does not attest, told by comparing its measured version with the trusted ones, never by a message
 * alone. Where the last boot is unknown the installed version is the suspect.
 *
 * @param row - the ledger's, or one made of the host alone
 * @rule ATT-1, QB-10, DG-14
 */
export function diagnose(host: EsxHost, row: LedgerRow, images: readonly BaseImage[]): Diagnosis {
  const { attestation } = host;
  if (attestation.status === 'attested') return { state: 'attested' };
  const listed = images.map(({ version }) => version);
  const failure = classifyAttestationFailure({ row, trusted: listed, attestation });
  if (failure.kind === 'base-image-missing') {
    const { missing } = failure;
    return { state: 'base-image-missing', missing, text: `${failure.text} ${causeOf(row, missing)}` };
  }
  // What is wrong for sure is no image; only where nothing else is may it be one that nobody knows of.
  if (row.measured === undefined && row.boot.type !== 'full' && failure.kind === 'unknown') {
    return { state: 'measured-unknown', text: unknownMeasured(row) };
  }
  const own = row.measured ?? row.installed;
  const image = images.find(({ version, health }) => version === own && health !== 'OK');
  if (image === undefined) return { state: 'other', failure };
  const details = image.details.length > 0 ? `: ${image.details.join('; ')}` : '';
  return {
    state: 'base-image-inconsistent',
    image,
    text: `${host.ref.name} attests with ${image.version}, whose health is ${image.health}${details}.`,
  };
}

/** @rule QB-8, QB-10 */
function causeOf({ host, installed, measured }: LedgerRow, missing: EsxVersion): string {
  if (measured === undefined)
    return `How ${host.name} booted last is not known; its installed version is the suspect.`;
  if (installed === measured) return `${host.name} was fully booted on ${missing}.`;
  return (
    `${host.name} runs ${installed ?? 'an unknown version'} since a Quick Boot and is measured as ${missing}: ` +
    `its own export describes what it runs and does not help; the file of ${missing} does.`
  );
}

/** @rule QB-10, DG-14 */
const unknownMeasured = ({ host, installed = 'an unknown version' }: LedgerRow): string =>
  `${host.name} runs ${installed}, which is trusted, and attests with the version of its last full boot, which nobody ` +
  `has seen: probably that one is missing. The file of it lets the host attest; a full boot does, too. ${VM_IMPACT}`;
