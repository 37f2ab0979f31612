import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { createIdentity } from './certificates.js';
import type { ServerIdentity } from './certificates.js';

/** Who the lab's servers are: key, certificate and, from the second start on, the port. */
export interface Identities {
  of(kind: 'vcenter' | 'host', name: string): Promise<KeptIdentity>;
}

export interface KeptIdentity {
  readonly identity: ServerIdentity;
  /** Absent = any free port. */
  readonly port?: number;
  /** To be told the port when the server listens. */
  readonly keep: (port: number) => Promise<void>;
}

/** A folder with identities that cannot be used; the message says which file and why. */
export class IdentityError extends Error {}

const Kept = z.strictObject({
  cert: z.string(),
  key: z.string(),
  sha1: z.string(),
  sha256: z.string(),
  port: z.number().int().min(1).max(65_535),
});

/** New keys and free ports at every start. */
export const freshIdentities: Identities = {
  of: async (_kind, name) => ({ identity: await createIdentity(name), keep: () => Promise.resolve() }),
};

/**
 * Keys, certificates and ports kept in a folder by the server's name, so that an estate file that was written for one
 * lab fits the next one with the same names. The keys protect nothing, yet only their owner can read them.
 *
 * @throws IdentityError on a file that this function did not write
 */
export function identitiesIn(dir: string): Identities {
  return {
    async of(kind, name) {
      const file = join(dir, `${kind}-${encodeURIComponent(name)}.json`);
      const kept = await readKept(file);
      if (kept) {
        const { port, ...identity } = kept;
        return { identity, port, keep: () => Promise.resolve() };
      }
      const identity = await createIdentity(name);
      const keep = async (port: number): Promise<void> => {
        await mkdir(dir, { recursive: true, mode: 0o700 });
        await writeFile(`${file}.new`, JSON.stringify({ ...identity, port }), { mode: 0o600 });
        await rename(`${file}.new`, file);
      };
      return { identity, keep };
    },
  };
}

async function readKept(file: string): Promise<z.infer<typeof Kept> | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new IdentityError(`${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    return Kept.parse(JSON.parse(text));
  } catch {
    throw new IdentityError(
      `${file} is no identity that a lab kept. Remove it, and the lab makes a new one.`,
    );
  }
}
