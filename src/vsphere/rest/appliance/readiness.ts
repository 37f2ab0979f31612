import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { RestClient } from '../client.js';
import { Id, Instant } from '../schemas.js';

type Signal = AbortSignal | undefined;

const TlsCertificate = z.object({ valid_to: Instant });
const SigningCertificate = z.object({ active_cert_chain: z.object({ cert_chain: z.array(z.string()) }) });
const HaDeployment = z.object({ deployment_type: z.enum(['NONE', 'AUTO', 'MANUAL']) });
const Nodes = z.array(z.object({ node: Id }));

/** `NTP`, `HOST` or `DISABLED`. */
export const readTimeSync = (rest: RestClient, signal: Signal) =>
  rest.call({ method: 'GET', path: '/appliance/timesync', schema: z.string(), signal });

/** Colour of the disks, or of the database. */
export const readSpace = (rest: RestClient, item: 'storage' | 'database-storage', signal: Signal) =>
  rest.call({ method: 'GET', path: `/appliance/health/${item}`, schema: z.string(), signal });

/** Names of all nodes in Enhanced Linked Mode, this one included. */
export const readNodes = async (rest: RestClient, signal: Signal): Promise<string[]> => {
  const nodes = await rest.call({ method: 'GET', path: '/vcenter/topology/nodes', schema: Nodes, signal });
  return nodes.map(({ node }) => node);
};

/** Whether and how vCenter HA is deployed. */
export const readVCenterHa = async (rest: RestClient, signal: Signal) => {
  const path = '/vcenter/vcha/cluster/deployment-type';
  return (await rest.call({ method: 'GET', path, schema: HaDeployment, signal })).deployment_type;
};

const certificates = '/vcenter/certificate-management/vcenter';

/** End of the TLS certificate; absent when it is not said. */
export const readTlsEnd = async (rest: RestClient, signal: Signal): Promise<string | undefined> => {
  const tls = await rest.call({ method: 'GET', path: `${certificates}/tls`, schema: TlsCertificate, signal });
  return tls.valid_to;
};

/** End of the active token-signing certificate. */
export const readSigningEnd = async (rest: RestClient, signal: Signal): Promise<string | undefined> => {
  const path = `${certificates}/signing-certificate`;
  const signing = await rest.call({ method: 'GET', path, schema: SigningCertificate, signal });
  const chain = signing.active_cert_chain.cert_chain;
  const ends = chain.flatMap((pem) => endOf(pem) ?? []);
  // One that cannot be read may be the one that ends first.
  return ends.length < chain.length ? undefined : ends.toSorted((a, b) => a.localeCompare(b))[0];
};

/** End of a certificate in PEM or bare base64; absent for what is none. */
export const endOf = (text: string): string | undefined => {
  const pem = text.includes('-----BEGIN')
    ? text
    : `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`;
  try {
    return new Date(new X509Certificate(pem).validTo).toISOString();
  } catch {
    return undefined;
  }
};
