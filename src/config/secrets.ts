import { readFile } from 'node:fs/promises';
import type { Environment } from './environment.js';
import type { LoadedConfig } from './load.js';
import type { SecretReference } from './schema.js';

/**
 * Resolves credential names at the moment of use, so that a changed password file needs no restart. Fits `SecretsPort`.
 *
 * Errors name the credential and what to edit, never the secret.
 */
export function createSecrets(
  config: Pick<LoadedConfig, 'credentials' | 'file'>,
  env: Environment,
): { resolve(credential: string): Promise<{ readonly username: string; readonly password: string }> } {
  const where = config.file ?? 'the configuration (no file was given)';
  return {
    async resolve(credential) {
      const login = Object.hasOwn(config.credentials, credential)
        ? config.credentials[credential]
        : undefined;
      if (login === undefined) {
        const known = Object.keys(config.credentials).join(', ') || 'none';
        throw new Error(
          `Credential '${credential}' is not known to this process. Add it under "credentials" in ${where}. Known: ${known}.`,
        );
      }
      const password = await read(login.password, env, `Credential '${credential}' in ${where}`);
      return { username: login.username, password };
    },
  };
}

async function read(reference: SecretReference, env: Environment, subject: string): Promise<string> {
  if ('env' in reference) {
    const value = env[reference.env];
    if (!value) throw new Error(`${subject}: environment variable ${reference.env} is not set.`);
    return value;
  }
  const { file } = reference;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${subject}: ${file} cannot be read (${error.code ?? 'unknown reason'}).`);
  });
  const value = text.replace(/\r?\n$/, '');
  if (value === '') throw new Error(`${subject}: ${file} is empty.`);
  return value;
}
