import { connect } from 'node:tls';
import { isIP } from 'node:net';
import { ConnectFailed } from './tls.js';

/** Thumbprints of the certificate that a server shows, upper-case hex with colons. */
export interface ShownCertificate {
  readonly sha1: string;
  readonly sha256: string;
}

/**
 * Shakes hands with a server to see its certificate, and hangs up: nothing is sent, nothing is trusted. What is seen is
 * for people to vouch for.
 *
 * @param address - `host:port`; the port is 443 when absent
 * @throws ConnectFailed when there is no handshake in time
 */
export const readShownCertificate = (address: string, timeoutMs: number): Promise<ShownCertificate> => {
  const { hostname, port } = new URL(`https://${address}`);
  const host = hostname.replaceAll(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      rejectUnauthorized: false,
      ...(isIP(host) ? {} : { servername: host }),
    });
    const fail = (why: string): void => {
      socket.destroy();
      reject(new ConnectFailed(`cannot connect: ${why}`));
    };
    socket.setTimeout(timeoutMs, () => fail(`no connection within ${timeoutMs} ms`));
    socket.once('error', (error) => fail(error.message));
    socket.once('close', () => fail('closed during the TLS handshake'));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerX509Certificate();
      if (!certificate) {
        fail('the server shows no certificate');
        return;
      }
      resolve({ sha1: certificate.fingerprint, sha256: certificate.fingerprint256 });
      socket.destroy();
    });
  });
};
