import { classifyAttestationFailure, ledgerFromInventory } from '../../attestation/index.js';
import { checkNamed, isInService } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'host-unattested',
  rule: 'DG-7',
  looksAt: 'Every trusted host is attested; one out of service is accepted by name with the plan.',
  severities: ['blocker', 'warning'],
  remedy: 'Read the logs that the finding names, or import the missing base image.',
});

/**
 * Every trusted host is attested. One that is in service and is not stops the plan; for one that is away or in
 * maintenance, approving the plan accepts it by name. A missing base image is told by comparing versions.
 *
 * @rule ATT-1, DG-7, DG-14
 */
export const attested = check(({ trustedHosts, trustedVersions, inventory, rowOf }) =>
  trustedHosts
    .filter(({ attestation }) => attestation.status !== 'attested')
    .map((host) => {
      const { name } = host.ref;
      if (!isInService(host)) {
        return warning(
          name,
          `${name} is not attested and not in service.`,
          'Approving the plan accepts this host as a known exception; bring it back afterwards.',
        );
      }
      const failure = classifyAttestationFailure({
        row: rowOf(host) ?? ledgerFromInventory(host, undefined, inventory.readAt),
        trusted: trustedVersions,
        attestation: host.attestation,
      });
      if (failure.kind === 'base-image-missing') {
        return blocker(
          name,
          `BASE_IMAGE_MISSING: ${failure.text}`,
          `Export the image database of a host that runs ${failure.missing} and import it into the Trust Authority Cluster (FIX-1, FIX-2).`,
          'ATT-1',
        );
      }
      return blocker(name, failure.text, `Read ${failure.logs.join(', ')}.`);
    }),
);

/** Names of hosts whose missing attestation the approver of this plan accepted. @rule DG-7 */
export function acceptedUnattested(plan: {
  readonly findings: readonly { check: string; severity: string; subject: string }[];
}): string[] {
  return plan.findings
    .filter(({ check, severity }) => check === 'host-unattested' && severity === 'warning')
    .map(({ subject }) => subject);
}
