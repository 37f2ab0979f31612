import type { ServerIdentity } from './certificates.js';
import { listen } from './https-server.js';
import type { LabServer, ServerOptions } from './https-server.js';
import { IdentityError } from './identities.js';
import type { KeptIdentity } from './identities.js';

/** Listens under an identity, at the port it had before; a new one learns its port. @throws IdentityError */
export async function listenAs(
  { identity, port, keep }: KeptIdentity,
  options: Omit<ServerOptions, 'identity' | 'port'>,
): Promise<{ identity: ServerIdentity; server: LabServer }> {
  try {
    const server = await listen({ identity, ...options, ...(port === undefined ? {} : { port }) });
    await keep(server.port);
    return { identity, server };
  } catch (error) {
    if (port === undefined || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new IdentityError(
      `Port ${port} was kept for this lab and is in use. End what listens there, or name another --identity folder.`,
    );
  }
}
