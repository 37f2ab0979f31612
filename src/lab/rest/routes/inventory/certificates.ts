import { X509Certificate } from 'node:crypto';
import { certificateOf } from '../../../topology/pem.js';
import type { LabVCenter } from '../../../world/model.js';
import { ok, route } from '../../types.js';

const base = '/api/vcenter/certificate-management/vcenter';

/** Usages of a server certificate, as vCenter names them. */
const KEY_USAGE = ['digitalSignature', 'keyEncipherment'];

/** What vCenter tells of the certificate that it shows. The end is that of the topology, where it has one. */
function tlsInfo({ name, endpoint, certificateExpiresAt }: LabVCenter): Record<string, unknown> {
  // A world without a server has none that anybody could see.
  const pem = endpoint?.certPem ?? certificateOf(`tls/${name}`);
  const certificate = new X509Certificate(pem);
  return {
    version: 3,
    serial_number: certificate.serialNumber,
    signature_algorithm: 'SHA256withECDSA',
    issuer_dn: certificate.issuer,
    subject_dn: certificate.subject,
    valid_from: new Date(certificate.validFrom).toISOString(),
    valid_to: new Date(certificateExpiresAt ?? certificate.validTo).toISOString(),
    thumbprint: certificate.fingerprint,
    is_CA: certificate.ca,
    path_length_constraint: 0,
    key_usage: KEY_USAGE,
    extended_key_usage: certificate.keyUsage ?? [],
    subject_alternative_name: [certificate.subjectAltName ?? ''],
    authority_information_access_uri: [],
    cert: pem,
  };
}

/** Certificates of the vCenter itself; who may read them is not in the sources, so every session may. */
export const certificateRoutes = [
  route({
    method: 'GET',
    path: `${base}/tls`,
    answer: ({ vcenter }) => ok(tlsInfo(vcenter)),
  }),
  route({
    method: 'GET',
    path: `${base}/signing-certificate`,
    since: '7.0.3.0',
    answer: ({ vcenter }) => {
      const chains = vcenter.principal.certificates.map((chain) => ({ cert_chain: chain }));
      return ok({ active_cert_chain: chains[0] ?? { cert_chain: [] }, signing_cert_chains: chains });
    },
  }),
  route({
    method: 'GET',
    path: '/api/vcenter/topology/nodes',
    query: ['types'],
    answer: ({ vcenter, query }) => {
      const { name, linkedWith } = vcenter;
      const nodes = [name, ...linkedWith].map((node) => ({
        node,
        type: 'VCSA_EMBEDDED',
        replication_partners: [name, ...linkedWith].filter((other) => other !== node),
      }));
      return ok(nodes.filter(({ type }) => query.passes('types', type)));
    },
  }),
];
