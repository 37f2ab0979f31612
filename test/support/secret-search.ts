import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTemporalClient } from '../../src/temporal/connection.js';

/** A text in which no secret may be found, and where it comes from. */
export interface Place {
  readonly where: string;
  readonly text: string;
}

/** Each secret as it might be written: plain, in Base64 as HTTP Basic and protobuf have it, in a URL, in XML. */
export function spellingsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return [...new Set([secret, base64, encodeURIComponent(secret), xml, JSON.stringify(secret).slice(1, -1)])];
}

/** `secret number at place` for each one that was found; the secret itself is not repeated. */
export function findSecrets(secrets: readonly string[], places: readonly Place[]): string[] {
  return secrets.flatMap((secret, index) =>
    spellingsOf(secret).flatMap((spelling) =>
      places.filter(({ text }) => text.includes(spelling)).map(({ where }) => `secret ${index} in ${where}`),
    ),
  );
}

/** Every file below a folder, byte for byte. */
export async function filesBelow(dir: string, skips: readonly string[] = []): Promise<Place[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !skips.some((skip) => file.startsWith(join(dir, skip))));
  return Promise.all(
    files.map(async (file) => ({ where: file.slice(dir.length), text: await readFile(file, 'latin1') })),
  );
}

/** The histories of all workflows, with every payload decoded. */
export async function allHistories(address: string): Promise<Place[]> {
  const client = createTemporalClient({ address });
  try {
    const places: Place[] = [];
    for await (const { workflowId, runId } of client.workflow.list()) {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      places.push({ where: `history of ${workflowId}`, text: decoded(history) });
    }
    return places;
  } finally {
    await client.connection.close();
  }
}

/** All strings and bytes in a value, bytes as the text they hold. */
export function decoded(value: unknown): string {
  if (typeof value === 'string') return `${value}\n`;
  if (value instanceof Uint8Array) return `${Buffer.from(value).toString('latin1')}\n`;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, item]) => `${key}\n${decoded(item)}`)
    .join('');
}
