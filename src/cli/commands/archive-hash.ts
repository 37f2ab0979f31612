import type { Api } from '../client/api.js';
import { CliError, EXIT } from '../exit.js';

/** The archive that a person means by the beginning of its hash; the last confirmed one when nothing is said. */
export async function fullArchiveHash(api: Api, estate: string, text: string | undefined): Promise<string> {
  const archives = await api.archives(estate);
  const [found, another] =
    text === undefined ? archives.slice(0, 1) : archives.filter(({ hash }) => hash.startsWith(text));
  if (found === undefined) {
    const what = text === undefined ? 'no archive' : `no archive ${text}`;
    throw new CliError(
      EXIT.notFound,
      `${estate} has ${what}. List them with "vta archive list ${estate}", or take one with "vta archive create ${estate}".`,
    );
  }
  if (another !== undefined) {
    throw new CliError(
      EXIT.usage,
      `More than one archive of ${estate} begins with ${text}. Give more of its hash.`,
    );
  }
  return found.hash;
}
