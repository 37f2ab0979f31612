import { isIP } from 'node:net';
import { connect as tlsConnect, type TLSSocket } from 'node:tls';
import { Agent, type buildConnector } from 'undici';
import type { TlsTrust } from '../../domain/model/estate.js';
import { mostHeaderBytes } from './limits.js';

/** The server showed a certificate that is not the trusted one: a person must look, repeating does not help. */
export class CertificateRefused extends Error {
  override readonly name = 'CertificateRefused';
}

/** No connection came about, so nothing of the request was sent. */
export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed';
}

interface Thumbprint {
  readonly algorithm: 'SHA-256' | 'SHA-1';
  readonly value: string;
}

/** Upper-case hex with colons, as vSphere writes thumbprints; colons are optional in what is read. */
export const parseThumbprint = (text: string): Thumbprint | undefined => {
  const hex = text.trim().replaceAll(':', '').toUpperCase();
  if (!/^([0-9A-F]{40}|[0-9A-F]{64})$/.test(hex)) return undefined;
  const value = hex.replaceAll(/..(?!$)/g, (pair) => `${pair}:`);
  return { algorithm: hex.length === 64 ? 'SHA-256' : 'SHA-1', value };
};

/** Compared by value after the handshake; chain, name and validity do not matter to a pin. */
const checkPin = (socket: TLSSocket, expected: Thumbprint): CertificateRefused | undefined => {
  const certificate = socket.getPeerX509Certificate();
  const shown = expected.algorithm === 'SHA-256' ? certificate?.fingerprint256 : certificate?.fingerprint;
  if (shown === expected.value) return undefined;
  return new CertificateRefused(
    `certificate thumbprint (${expected.algorithm}) is ${shown ?? 'missing'}, expected ${expected.value}`,
  );
};

/** OpenSSL verification codes and Node's own; everything else that ends a handshake may pass. */
const isVerification = (code: string): boolean =>
  code === 'ERR_TLS_CERT_ALTNAME_INVALID' ||
  /^(CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH)/.test(code);

const explain = (error: NodeJS.ErrnoException): Error => {
  const code = error.code ?? '';
  if (isVerification(code)) {
    return new CertificateRefused(
      `certificate not accepted by the configured authority: ${error.message} (${code})`,
    );
  }
  return new ConnectFailed(`cannot connect: ${error.message}`);
};

/**
 * Opens TLS connections that are either verified against the given authority or compared with the pinned
 * thumbprint before a byte of the request is written. There is no third way.
 */
const createConnector = (trust: TlsTrust, timeoutMs: number): buildConnector.connector => {
  const pin = 'thumbprint' in trust ? parseThumbprint(trust.thumbprint) : undefined;
  return ({ hostname, port }, callback) => {
    if ('thumbprint' in trust && !pin) {
      const text = `"${trust.thumbprint}" is no SHA-256 or SHA-1 thumbprint`;
      callback(new CertificateRefused(text), null);
      return;
    }
    const socket = tlsConnect({
      host: hostname,
      port: Number(port || 443),
      ALPNProtocols: ['http/1.1'],
      ...(isIP(hostname) ? {} : { servername: hostname }),
      ...('caPem' in trust ? { ca: trust.caPem } : { rejectUnauthorized: false }),
    });
    let settled = false;
    const settle = (error: Error | undefined): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      if (error) {
        socket.destroy();
        callback(error, null);
        return;
      }
      socket.setNoDelay(true);
      callback(null, socket);
    };
    const timer = setTimeout(
      () => settle(new ConnectFailed(`cannot connect: no connection within ${timeoutMs} ms`)),
      timeoutMs,
    );
    socket.once('error', (error) => settle(explain(error)));
    socket.once('close', () => settle(new ConnectFailed('cannot connect: closed during the TLS handshake')));
    socket.once('secureConnect', () => settle(pin && checkPin(socket, pin)));
  };
};

/** More than this many requests to one server wait for each other: a large estate polls hundreds of hosts. */
const mostConnections = 32;

/** Connections to one server, kept alive and reused. Time limits are the caller's. */
export const createDispatcher = (trust: TlsTrust, connectTimeoutMs: number): Agent =>
  new Agent({
    connect: createConnector(trust, connectTimeoutMs),
    connections: mostConnections,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: mostHeaderBytes,
  });
