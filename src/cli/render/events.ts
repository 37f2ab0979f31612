import type { RunEvent } from '../client/types.js';
import { timestamp } from './time.js';

/** One event as one plain line: time, kind, subject, sentence. Machines read `--json` instead. */
export function eventLine({ at, type, subject, text }: RunEvent): string {
  const about = subject && !text.includes(subject) ? `${subject}: ` : '';
  return `${timestamp(at)}  ${type.padEnd(14)}  ${about}${text.replaceAll(/\s*\n\s*/g, ' ')}`;
}
