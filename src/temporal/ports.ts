import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';

const FILE = 'ports.json';

/**
 * Ports for a server with its data in `dir`: those of its last start where they are free. On other ports a server that
 * was killed would look for its former self for a while, and its clients for the server.
 */
export async function portsFor(dir: string, count: number): Promise<number[]> {
  const file = join(dir, FILE);
  const ports = (await freeAgain(file, count)) ?? (await numbersOf(await listenOn(Array(count).fill(0))));
  await writeFile(file, JSON.stringify(ports));
  return ports;
}

async function freeAgain(file: string, count: number): Promise<number[] | undefined> {
  try {
    const ports = JSON.parse(await readFile(file, 'utf8')) as unknown;
    if (!Array.isArray(ports) || ports.length !== count) return undefined;
    return await numbersOf(await listenOn(ports as number[]));
  } catch {
    return undefined;
  }
}

/** All at once, so that they differ. @throws when one of them is in use */
async function listenOn(ports: readonly number[]): Promise<Server[]> {
  const servers: Server[] = [];
  try {
    for (const port of ports) {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', resolve);
      });
      servers.push(server);
    }
    return servers;
  } catch (error) {
    await numbersOf(servers);
    throw error;
  }
}

/** Lets go of them. */
async function numbersOf(servers: readonly Server[]): Promise<number[]> {
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
