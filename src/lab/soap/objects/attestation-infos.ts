import type { LabHost } from '../../world/model.js';
import type { Site } from '../context.js';

const REPORT_NOT_FOUND = 'com.vmware.esx.trusted_infrastructure.attestation.reports.not_found';
const CANNOT_COMMUNICATE = 'com.vmware.esx.trusted_infrastructure.services.cannot_communicate';

/**
 * `HostListSummary.trustAuthorityAttestationInfos`: one entry per attestation service that the host's cluster is
 * configured with; unset when there is none (vta-operations.md 2.5).
 */
export function attestationInfos(host: LabHost, { world }: Site): Record<string, unknown>[] | undefined {
  const applied = host.cluster.trust?.applied ?? new Map<string, unknown>();
  const services = [...host.vcenter.taServices.values()].filter(
    ({ id, kind }) => kind === 'attestation' && applied.has(id),
  );
  if (services.length === 0) return undefined;
  return services.map(({ id, taHostMoid, hostname }) => {
    if (host.connection !== 'connected') {
      return unknown(CANNOT_COMMUNICATE, `Host ${host.name} does not answer.`);
    }
    const report = host.reports.get(taHostMoid);
    if (!report) return unknown(REPORT_NOT_FOUND, 'No attestation report was found.');
    // The times are those of the clock of the TA host.
    const skew = world.faults.skewOf(hostname);
    const shown = (at: number | undefined) => (at === undefined ? undefined : at + skew);
    return {
      attestationStatus: report.status,
      // Only a service that attested the host is named.
      ...(report.status === 'attested' ? { serviceId: id } : {}),
      attestedAt: shown(report.at),
      attestedUntil: world.assumptions.attestationReports === 'without-end' ? undefined : shown(report.until),
      messages: report.messages.map((message) => ({ key: message.id, message: message.text })),
    };
  });
}

const unknown = (key: string, message: string) => ({
  attestationStatus: 'unknown',
  messages: [{ key, message }],
});
