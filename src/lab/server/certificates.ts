import { createHash, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import './reflect-metadata.js';

// Not a static import: Jest loads CommonJS packages before it runs any module, the line above included.
const x509 = await import('@peculiar/x509');

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** Validity before and after now: lab clocks run ahead of the wall clock. */
const DAY = 86_400_000;
const VALID_BEFORE = DAY;
const VALID_AFTER = 3_650 * DAY;

/** A server's own key and self-signed certificate, as PEM, with the thumbprints that clients pin. */
export interface ServerIdentity {
  readonly cert: string;
  readonly key: string;
  readonly sha1: string;
  readonly sha256: string;
}

/** Makes a self-signed certificate for a server on loopback; elliptic keys take milliseconds. */
export async function createIdentity(name: string): Promise<ServerIdentity> {
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: `00${randomBytes(8).toString('hex')}`,
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - VALID_BEFORE),
    notAfter: new Date(Date.now() + VALID_AFTER),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'dns', value: 'localhost' },
        isIP(name) ? { type: 'ip', value: name } : { type: 'dns', value: name },
      ]),
    ],
  });
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  const der = Buffer.from(certificate.rawData);
  return {
    cert: certificate.toString('pem'),
    key: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    sha1: thumbprint('sha1', der),
    sha256: thumbprint('sha256', der),
  };
}

/** Upper-case hex with colons, as vSphere and OpenSSL write it. */
function thumbprint(algorithm: 'sha1' | 'sha256', der: Buffer): string {
  const hex = createHash(algorithm).update(der).digest('hex').toUpperCase();
  return hex.match(/../g)?.join(':') ?? hex;
}
