import { compareVersions } from '../world/versions.js';

/** LocalizableMessage of section 2.3, without parameters. */
export const message = (
  id: string,
  text: string,
): { id: string; default_message: string; args: string[] } => ({
  id,
  default_message: text,
  args: [],
});

/** Messages of the world (`{id, text}`) as the wire wants them. */
export const messages = (list: readonly { readonly id: string; readonly text: string }[]): unknown[] =>
  list.map(({ id, text }) => message(id, text));

/** Whether a dotted version is that one or newer; missing parts count as 0. */
export const atLeast = (version: string, minimum: string): boolean => compareVersions(version, minimum) >= 0;
