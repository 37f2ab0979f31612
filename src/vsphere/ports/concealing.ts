import { VSphereError } from '../../ports/errors.js';
import type { SecretsPort } from '../../ports/secrets.js';
import type { RestClient } from '../rest/client.js';

/**
 * Lends secrets to one call. None is kept after it, and whatever a server echoes back, none gets into an error text.
 *
 * @rule DG-18
 */
export const concealing = async <T>(
  secrets: SecretsPort,
  fail: RestClient['fail'],
  call: (reveal: (credential: string) => Promise<string>) => Promise<T>,
): Promise<T> => {
  const lent: string[] = [];
  try {
    return await call(async (credential) => {
      const password = await reveal(secrets, fail, credential);
      lent.push(password);
      return password;
    });
  } catch (error) {
    if (!(error instanceof VSphereError) || lent.length === 0) throw error;
    throw new VSphereError(lent.reduce(blank, error.message), error);
  }
};

const reveal = async (
  secrets: SecretsPort,
  fail: RestClient['fail'],
  credential: string,
): Promise<string> => {
  try {
    return (await secrets.resolve(credential)).password;
  } catch (error) {
    // It says which credential and where to add it; a person has to.
    const reason = error instanceof Error ? error.message : String(error);
    throw fail(reason, { kind: 'refused', operation: 'secret', errorType: 'SECRET_MISSING' });
  }
};

/** Also as JSON, base64 and part of an address write it. */
const blank = (text: string, secret: string): string =>
  [
    secret,
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64'),
    encodeURIComponent(secret),
  ].reduce((rest, form) => rest.replaceAll(form, '***'), text);
