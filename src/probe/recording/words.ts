import type { AttestationEntry, ServerMessage } from '../../ports/probe.js';
import type { Naming } from './naming.js';

/** A message whose text is cleaned; an ID that is none is left out. */
export const recordMessage = (naming: Naming, { id, text }: ServerMessage) => ({
  ...(id !== undefined && /^[\w.$-]{1,200}$/.test(id) && { id }),
  text: naming.text(text),
});

/** Words of a fixed vocabulary; anything else could be a name. */
export const wordOf = (text: string): string => (/^[A-Za-z0-9_-]{0,60}$/.test(text) ? text : 'other');

/** A version in any spelling that has nothing but digits, dots and dashes; another text is cleaned as such. */
export const versionOf = (naming: Naming, text: string): string =>
  /^[\d.-]{1,60}$/.test(text) ? text : naming.text(text);

/** Validity of a report in whole seconds, as a server rounds either end. */
export const lifetimeOf = ({ attestedAt, attestedUntil }: AttestationEntry): number | undefined =>
  attestedAt === undefined || attestedUntil === undefined
    ? undefined
    : Math.round((Date.parse(attestedUntil) - Date.parse(attestedAt)) / 1000);
