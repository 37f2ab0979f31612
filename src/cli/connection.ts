import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CliError, EXIT, usageError } from './exit.js';
import type { CliIo } from './io.js';

/** Where `npm start` and `vta serve` listen unless they are told otherwise. */
export const DEFAULT_URL = 'http://127.0.0.1:8780';

/** What `vta login` keeps; the file is readable by its owner only. */
const StoredLogin = z.strictObject({ url: z.string(), token: z.string().optional() });
type StoredLogin = z.infer<typeof StoredLogin>;

/** Where the service is and who we are there. */
export interface Connection {
  readonly url: URL;
  readonly token?: string;
}

/** Flags that every command takes. There is deliberately none for the token itself: it would show in `ps`. */
export interface ConnectionFlags {
  readonly url?: string | undefined;
  readonly tokenFile?: string | undefined;
}

/** Path of the stored login, by the XDG rules. */
function loginFile(env: CliIo['env']): string {
  const base = env['XDG_CONFIG_HOME'] || join(env['HOME'] || homedir(), '.config');
  return join(base, 'vta', 'config.json');
}

/** Flags win over the environment, the environment over the stored login. */
export async function resolveConnection(flags: ConnectionFlags, env: CliIo['env']): Promise<Connection> {
  const stored = await readLogin(env);
  const address = flags.url ?? env['VTA_URL'] ?? stored?.url ?? DEFAULT_URL;
  const url = parseServiceUrl(address);
  const explicit = await explicitToken(flags, env);
  // A stored token belongs to the service it was stored for and is sent nowhere else.
  const kept = stored && parseServiceUrl(stored.url).href === url.href ? stored.token : undefined;
  const token = explicit ?? kept;
  return { url, ...(token === undefined ? {} : { token }) };
}

/** Token given for this call alone: flag, then `VTA_TOKEN_FILE`, then `VTA_TOKEN`. */
export async function explicitToken(flags: ConnectionFlags, env: CliIo['env']): Promise<string | undefined> {
  const file = flags.tokenFile ?? env['VTA_TOKEN_FILE'];
  return file ? readTokenFile(file) : env['VTA_TOKEN'] || undefined;
}

/** Writes the login so that it is never readable by others, not even for a moment. */
export async function storeLogin(env: CliIo['env'], login: StoredLogin): Promise<string> {
  const path = loginFile(env);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600 });
  await chmod(draft, 0o600); // an older draft keeps its mode when it is overwritten
  await rename(draft, path);
  return path;
}

/** Accepts `https://…` anywhere and `http://…` on this machine only: a token must not cross a network in the clear. */
export function parseServiceUrl(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw usageError(
      `"${text}" is no address of a service. Write it like https://vta.example.org or ${DEFAULT_URL}.`,
    );
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return url;
  throw usageError(
    url.protocol === 'http:'
      ? `${text} would send the token unencrypted. Use https, or http on this machine only (127.0.0.1, localhost).`
      : `${text}: only http and https are understood.`,
  );
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

async function readLogin(env: CliIo['env']): Promise<StoredLogin | undefined> {
  const path = loginFile(env);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return StoredLogin.parse(JSON.parse(text));
  } catch {
    throw usageError(`${path} is damaged. Delete it and run "vta login" again.`);
  }
}

async function readTokenFile(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CliError(EXIT.usage, `The token file ${path} cannot be read (${error.code ?? error.message}).`);
  });
  const token = text.trim();
  if (!token || /\s/.test(token)) throw usageError(`${path} must hold one token on one line.`);
  return token;
}
