import { checkNamed } from '../check.js';

const { blocker, warning, check } = checkNamed({
  id: 'services-registered',
  rule: 'DG-13',
  looksAt:
    'Every trusted vCenter has registered the services of all hosts of this Trust Authority Cluster, and no others.',
  severities: ['blocker', 'warning'],
  remedy: 'Import the services of the Trust Authority Cluster on the trusted vCenter again.',
});

/**
 * A workload vCenter refers to one Trust Authority Cluster (2.2), and to each of its hosts, so that one may be away (2.6).
 * @rule DG-13, INV-4
 */
export const servicesRegistered = check(({ inventory: { authority, trusted } }) => {
  const served = authority.readiness?.serviceAddresses;
  if (served === undefined) return [];
  const { name } = authority.facts.cluster;
  return trusted.flatMap(({ vcenter, link }) => {
    const registered = link.attestationServices;
    const foreign = registered.filter((address) => !served.includes(address));
    const missing = served.filter((address) => !registered.includes(address));
    return [
      ...foreign.map((address) =>
        blocker(
          vcenter.name,
          `${vcenter.name} has registered the attestation service ${address}, which is none of ${name}.`,
          'Remove the service, or import the services of the Trust Authority Cluster again and remediate the trusted clusters.',
        ),
      ),
      ...missing.map((address) =>
        warning(
          vcenter.name,
          `${vcenter.name} has not registered the attestation service ${address} of ${name}: its hosts cannot turn to it while another Trust Authority host is away.`,
          'Import the services of the Trust Authority Cluster again and remediate the trusted clusters.',
        ),
      ),
    ];
  });
});
