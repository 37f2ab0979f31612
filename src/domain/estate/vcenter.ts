import type { TlsTrust, VCenterRef, Zone } from '../model/estate.js';
import { at, type Reader } from './reader.js';

/** Part of workflow IDs and URLs, so no slashes and no blanks. */
export const NAME = /^[a-zA-Z0-9]([a-zA-Z0-9._-]{0,62}[a-zA-Z0-9])?$/;
export const NAME_ALLOWED = "1 to 64 letters, digits, '.', '_' or '-', with a letter or digit at both ends";
const URL = /^https:\/\/([a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?$/;
const THUMBPRINT = /^[0-9A-F]{2}(:[0-9A-F]{2}){19}$|^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/;
const CERTIFICATES = /^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/;

const KEYS = ['name', 'url', 'thumbprint', 'caPem', 'credential', 'trustCredential'];

/** One vCenter: address, certificate pin and the name of a credential. The zone follows from the side it stands on. */
export function readVCenter(
  reader: Reader,
  value: unknown,
  pointer: string,
  zone: Zone,
): VCenterRef | undefined {
  const found = reader.object(value, pointer, KEYS);
  if (!found) return undefined;
  const name = reader.text(found['name'], at(pointer, 'name'), NAME, NAME_ALLOWED);
  const url = reader.text(
    found['url'],
    at(pointer, 'url'),
    URL,
    'https://host or https://host:port, without a path',
  );
  const credential = readCredential(reader, found['credential'], pointer);
  const trustCredential =
    found['trustCredential'] === undefined
      ? undefined
      : readCredential(reader, found['trustCredential'], pointer, 'trustCredential');
  const tls = readTrust(reader, found, pointer);
  return name !== undefined && url !== undefined && credential !== undefined && tls
    ? { name, url, tls, credential, ...(trustCredential !== undefined && { trustCredential }), zone }
    : undefined;
}

/** The name of a credential; the secret itself is only known to the workers of its zone. */
export function readCredential(
  reader: Reader,
  value: unknown,
  pointer: string,
  key = 'credential',
): string | undefined {
  return reader.text(value, at(pointer, key), NAME, `the name of a credential: ${NAME_ALLOWED}`);
}

/** Exactly one way to recognise the certificate; there is none to accept any. */
function readTrust(
  reader: Reader,
  { thumbprint, caPem }: Readonly<Record<string, unknown>>,
  pointer: string,
): TlsTrust | undefined {
  if (thumbprint !== undefined && caPem !== undefined) {
    return reader.note(pointer, 'thumbprint and caPem', 'one of the two');
  }
  if (caPem !== undefined) {
    const pem = reader.text(caPem, at(pointer, 'caPem'), CERTIFICATES, 'PEM certificates, and nothing else');
    return pem === undefined ? undefined : { caPem: pem };
  }
  const pin = reader.text(
    thumbprint,
    at(pointer, 'thumbprint'),
    THUMBPRINT,
    'SHA-256 (or SHA-1) of the certificate as upper-case hex pairs with colons, or caPem instead',
  );
  return pin === undefined ? undefined : { thumbprint: pin };
}
