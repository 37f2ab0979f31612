import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { changingTask, readingTask } from '../../as-task.js';
import { invalidArgument } from '../../errors.js';
import { route } from '../../types.js';
import { namedItemRoutes } from './named-items.js';
import { CertChain, ti, tiService } from './shapes.js';
import { changeEverywhere, healthOf, reachableTaHosts } from './ta-config.js';

const base = `${ti}/trust-authority-clusters/{cluster}/attestation/tpm2`;
const service = `${tiService}.trust_authority_clusters.attestation.tpm2`;
const read = 'TrustedAdmin.RetrieveTPMHostCertificates';
const write = 'TrustedAdmin.ConfigureHostCertificates';

const settingsRoutes = [
  route({
    method: 'GET',
    path: `${base}/settings`,
    privilege: read,
    task: readingTask(`${service}.settings`, 'get', ({ world }, cluster) => {
      const settings = reachableTaHosts(cluster)[0]?.ta.tpmSettings;
      return {
        require_endorsement_keys: settings?.requireEndorsementKeys ?? false,
        require_certificate_validation: settings?.requireCertificateValidation ?? false,
        ...healthOf(world, cluster, { kind: 'tpmSettings' }),
      };
    }),
  }),
  route({
    method: 'PATCH',
    path: `${base}/settings`,
    privilege: write,
    body: z.strictObject({
      require_endorsement_keys: z.boolean().optional(),
      require_certificate_validation: z.boolean().optional(),
    }),
    task: changingTask(`${service}.settings`, 'update', ({ world, session, body }, cluster) => {
      changeEverywhere(cluster, (ta) => {
        ta.tpmSettings = {
          requireEndorsementKeys: body.require_endorsement_keys ?? ta.tpmSettings.requireEndorsementKeys,
          requireCertificateValidation:
            body.require_certificate_validation ?? ta.tpmSettings.requireCertificateValidation,
        };
      });
      world.configurationChanged(cluster, session, 'tpmSettings/settings');
    }),
  }),
];

/** The chain is given root first, leaf last, and kept as it came. */
const caCertificateRoutes = namedItemRoutes({
  path: `${base}/ca-certificates`,
  service: `${service}.ca_certificates`,
  noun: 'CA certificate',
  kind: 'caCertificate',
  read,
  write,
  pick: (ta) => ta.caCertificates,
  show: ({ chain }) => ({ cert_chain: { cert_chain: chain } }),
  body: z.strictObject({ name: z.string().min(1), cert_chain: CertChain }),
  make: ({ cert_chain }) => ({ chain: cert_chain.cert_chain }),
});

/** A certificate may be given instead of the key, but only the key is kept. */
const endorsementKeyRoutes = namedItemRoutes({
  path: `${base}/endorsement-keys`,
  service: `${service}.endorsement_keys`,
  noun: 'endorsement key',
  kind: 'endorsementKey',
  read,
  write,
  pick: (ta) => ta.endorsementKeys,
  show: ({ publicKey }) => ({ public_key: publicKey }),
  body: z.strictObject({
    name: z.string().min(1),
    public_key: z.string().optional(),
    certificate: z.string().optional(),
  }),
  make({ public_key, certificate }) {
    if ((public_key === undefined) === (certificate === undefined))
      throw invalidArgument("Exactly one of 'public_key' and 'certificate' is needed.");
    return { publicKey: public_key ?? publicKeyOf(certificate ?? '') };
  },
});

function publicKeyOf(certificate: string): string {
  try {
    return new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }).toString();
  } catch {
    throw invalidArgument("Field 'certificate' is no X.509 certificate.");
  }
}

/** Section 5.6: what the attestation service asks of a TPM. */
export const tpm2Routes = [...settingsRoutes, ...caCertificateRoutes, ...endorsementKeyRoutes];
