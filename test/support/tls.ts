import type { X509Certificate } from '@peculiar/x509';
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import '../../src/lab/server/reflect-metadata.js';

// Not a static import: Jest loads CommonJS packages before it runs any module, the line above included.
const x509 = await import('@peculiar/x509');

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Key and certificate of a server on 127.0.0.1. */
export interface TestIdentity {
  readonly cert: string;
  readonly key: string;
  /** PEM to trust: the certificate itself, or the authority that signed it. */
  readonly ca: string;
  readonly sha1: string;
  readonly sha256: string;
}

const makeKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

const thumbprint = (hash: 'sha1' | 'sha256', certificate: X509Certificate): string => {
  const hex = createHash(hash).update(Buffer.from(certificate.rawData)).digest('hex').toUpperCase();
  return hex.match(/../g)?.join(':') ?? '';
};

/** A certificate signed by an authority made for it. `host` is the only name or address it is good for. */
export const anIdentity = async ({ host = '127.0.0.1' } = {}): Promise<TestIdentity> => {
  const authorityKeys = await makeKeys();
  const keys = await makeKeys();
  const validity = {
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 3_600_000),
  };
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: `00${randomBytes(8).toString('hex')}`,
    name: 'CN=test authority',
    ...validity,
    signingAlgorithm: algorithm,
    keys: authorityKeys,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: `00${randomBytes(8).toString('hex')}`,
    subject: 'CN=test server',
    issuer: authority.subject,
    ...validity,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        /^[\d.]+$/.test(host) ? { type: 'ip', value: host } : { type: 'dns', value: host },
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    ca: authority.toString('pem'),
    sha1: thumbprint('sha1', certificate),
    sha256: thumbprint('sha256', certificate),
  };
};
