import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** PKCS #8 header of an Ed25519 private key (RFC 8410); the 32 bytes of the key follow. */
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex');
/** AlgorithmIdentifier of Ed25519: OID 1.3.101.112. */
const ED25519 = Buffer.from('300506032b6570', 'hex');
/** OID 2.5.4.3, commonName. */
const COMMON_NAME = Buffer.from('0603550403', 'hex');
/** Version 3, explicitly tagged. */
const V3 = Buffer.from('a003020102', 'hex');

/** One DER element. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const long = body.length > 0xff ? [0x82, body.length >> 8, body.length & 0xff] : [0x81, body.length];
  return Buffer.concat([Buffer.from([tag, ...(body.length < 0x80 ? [body.length] : long)]), body]);
}
const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts);
const bits = (content: Buffer): Buffer => der(0x03, Buffer.from([0]), content);
const utcTime = (text: string): Buffer => der(0x17, Buffer.from(text, 'ascii'));
const nameOf = (commonName: string): Buffer =>
  sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(commonName, 'utf8')))));

/** `2026-03-01T10:00:00Z` as `260301100000Z`. */
const derTime = (text: string): string =>
  `${new Date(text).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function keyOf(identity: string): KeyObject {
  const key = Buffer.concat([PKCS8_HEADER, digest(`key/${identity}`)]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/**
 * A real X.509 certificate whose bytes depend on the names alone: Ed25519 keys can be derived and its signatures are
 * deterministic. `X509CertificateGenerator` (used for the servers) works asynchronously and with random keys.
 *
 * @param identity - what the key is derived from; also the common name, without the seed before the first slash
 * @param issuer - identity of the issuer; the certificate is self-signed when absent
 * @param expiresAt - ISO 8601; the year 2043 when absent
 */
export function certificateOf(identity: string, issuer: string = identity, expiresAt?: string): string {
  const serial = Buffer.from(digest(`serial/${identity}`).subarray(0, 8));
  serial[0] = (serial[0] ?? 0) & 0x7f || 1; // positive and without a leading zero
  const content = sequence(
    V3,
    der(0x02, serial),
    ED25519,
    nameOf(commonNameOf(issuer)),
    sequence(
      utcTime('230101000000Z'),
      utcTime(expiresAt === undefined ? '430101000000Z' : derTime(expiresAt)),
    ),
    nameOf(commonNameOf(identity)),
    createPublicKey(keyOf(identity)).export({ type: 'spki', format: 'der' }),
  );
  return pem('CERTIFICATE', sequence(content, ED25519, bits(sign(null, content, keyOf(issuer)))));
}

/** A PKCS #10 certificate request of an identity, signed with its key; no attributes. */
export function certificateRequestOf(identity: string): string {
  const content = sequence(
    der(0x02, Buffer.from([0])),
    nameOf(commonNameOf(identity)),
    createPublicKey(keyOf(identity)).export({ type: 'spki', format: 'der' }),
    der(0xa0),
  );
  return pem('CERTIFICATE REQUEST', sequence(content, ED25519, bits(sign(null, content, keyOf(identity)))));
}

/** The private key of an identity, as PEM: what only its administrator has. */
export function privateKeyOf(identity: string): string {
  return keyOf(identity).export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The public key of an identity, as PEM. */
export function publicKeyOf(identity: string): string {
  return pem('PUBLIC KEY', createPublicKey(keyOf(identity)).export({ type: 'spki', format: 'der' }));
}

const commonNameOf = (identity: string): string => identity.slice(identity.indexOf('/') + 1);

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}
