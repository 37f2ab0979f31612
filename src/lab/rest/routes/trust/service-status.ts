import { readingTask } from '../../as-task.js';
import { route } from '../../types.js';
import { healthOf, reachableTaHosts } from './ta-config.js';
import { ti, tiService } from './shapes.js';

const cluster = `${ti}/trust-authority-clusters/{cluster}`;
const service = `${tiService}.trust_authority_clusters`;

/** Section 5.5: one answer for the whole cluster; a host is named only in the details. */
export const serviceStatusRoutes = [
  route({
    method: 'GET',
    path: `${cluster}/attestation/service-status`,
    privilege: 'TrustedAdmin.RetrieveTPMHostCertificates',
    task: readingTask(`${service}.attestation.service_status`, 'get', ({ world }, ta) => {
      reachableTaHosts(ta);
      return healthOf(world, ta, { kind: 'attestationService' });
    }),
  }),
  route({
    method: 'GET',
    path: `${cluster}/kms/service-status`,
    privilege: 'TrustedAdmin.ReadKMSTrust',
    task: readingTask(`${service}.kms.service_status`, 'get', ({ world }, ta) => {
      reachableTaHosts(ta);
      return healthOf(world, ta, { kind: 'kmsService' });
    }),
  }),
];
