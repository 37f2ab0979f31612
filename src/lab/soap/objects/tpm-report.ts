import type { LabHost } from '../../world/model.js';
import { pcrValues, sha256 } from '../../world/tpm.js';
import { typed } from '../value.js';
import type { Typed } from '../value.js';

const METHOD = 'SHA256';

/** `xsd:byte` is signed. */
const signed = (bytes: Buffer): number[] => [...new Int8Array(bytes)];

/** `HostTpmAttestationReport`: what the TPM measured at the last full boot; no verdict. */
export function tpmReport(host: LabHost): Typed | undefined {
  if (!host.tpm || host.connection !== 'connected') return undefined;
  const [release = '', build = ''] = host.measured.split('-');
  const details = typed('HostTpmSoftwareComponentEventDetails', {
    dataHash: signed(sha256(host.measured)),
    dataHashMethod: METHOD,
    componentName: 'esx-base',
    vibName: 'esx-base',
    vibVersion: `${release}-0.0.${build}`,
    vibVendor: 'VMware',
  });
  return typed('HostTpmAttestationReport', {
    tpmPcrValues: [...pcrValues(host)].map(([pcrNumber, value]) => ({
      digestMethod: METHOD,
      digestValue: signed(value),
      objectName: `PCR${pcrNumber}`,
      pcrNumber,
    })),
    tpmEvents: [{ pcrIndex: 11, eventDetails: details }],
    tpmLogReliable: true,
  });
}
