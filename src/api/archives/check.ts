import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { ARCHIVE_SCHEMA, type ArchiveManifest } from '../../domain/archive/manifest.js';
import { partsOf, type NamedPart } from '../../domain/archive/layout.js';
import {
  ArchiveManifestPayload,
  AuthorityConfigurationPayload,
  PayloadError,
  readPayload,
  TrustedConfigurationPayload,
} from '../../ports/payloads/index.js';

/** One look at a part of an archive. */
export interface PartCheck {
  readonly subject: string;
  readonly ok: boolean;
  /** What was found, in words. */
  readonly text: string;
}

/** `tgz` begins so (RFC 1952). */
const GZIP = [0x1f, 0x8b];
/** What must be in no archive, whoever made it. @rule DG-18 */
const SECRET = /-----BEGIN [A-Z ]*PRIVATE KEY-----|"(password|private_?key)"\s*:/i;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** @throws PayloadError when it is no manifest, or one of a later release */
export function readManifest(what: string, bytes: Uint8Array): ArchiveManifest {
  const manifest = readPayload(what, ArchiveManifestPayload, parse(what, bytes));
  if (manifest.schemaVersion <= ARCHIVE_SCHEMA) return manifest;
  throw new PayloadError(
    'payload-newer',
    `${what} was written by a later release (schema ${manifest.schemaVersion}, this one knows ${ARCHIVE_SCHEMA}). Upgrade this process.`,
  );
}

/**
 * Looks at every part of an archive: there, of the size and hash that the manifest says, of the kind that its name says,
 * and without secrets.
 *
 * @param read - bytes of a part; undefined = it is not there; throws when it is damaged
 * @rule BAK-3, DG-18
 */
export async function checkParts(
  manifest: ArchiveManifest,
  read: (part: NamedPart) => Promise<Uint8Array | undefined>,
): Promise<readonly PartCheck[]> {
  const checks: PartCheck[] = [];
  for (const part of partsOf(manifest)) {
    const told = (ok: boolean, text: string): void => void checks.push({ subject: part.name, ok, text });
    let bytes: Uint8Array | undefined;
    try {
      bytes = await read(part);
    } catch (error) {
      told(false, error instanceof Error ? error.message : String(error));
      continue;
    }
    const wrong = bytes === undefined ? 'is not there' : whyWrong(part, manifest, bytes);
    told(wrong === undefined, wrong ?? `${part.bytes} bytes, hash as in the manifest`);
  }
  return checks;
}

function whyWrong(part: NamedPart, manifest: ArchiveManifest, bytes: Uint8Array): string | undefined {
  if (bytes.byteLength !== part.bytes) {
    return `has ${bytes.byteLength} bytes, the manifest says ${part.bytes}`;
  }
  if (sha256(bytes) !== part.hash) return 'has another hash than the manifest says: it was changed';
  if (part.kind === 'image') {
    return GZIP.every((byte, index) => bytes[index] === byte) ? undefined : 'is no gzip file';
  }
  const text = new TextDecoder().decode(bytes);
  if (SECRET.test(text)) return 'contains a secret, which no archive may (DG-18)';
  try {
    if (part.kind === 'trusted') readAs(part.name, TrustedConfigurationPayload, bytes);
    else {
      const { cluster } = readAs(part.name, AuthorityConfigurationPayload, bytes);
      const { cluster: named } = manifest.authority;
      if (cluster.name !== named.name || cluster.vcenter !== named.vcenter) {
        return `is the configuration of ${cluster.name} of ${cluster.vcenter}, the manifest says ${named.name} of ${named.vcenter}`;
      }
    }
  } catch (error) {
    if (error instanceof PayloadError) return error.message;
    throw error;
  }
  return undefined;
}

const readAs = <T>(what: string, schema: z.ZodType<T>, bytes: Uint8Array): T =>
  readPayload(what, schema, parse(what, bytes));

function parse(what: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new PayloadError('payload-invalid', `${what} is no JSON`);
  }
}
